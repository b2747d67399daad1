"""The actions that can be done to many rows at once. A result is confirmed one by one: each must be looked at."""

from ..enums import Action
from .approving import APPROVING, STARRING, UNSTARRING
from .deadlines import SETTING
from .deeds import Deed
from .instructing import INSTRUCTING
from .moving import WITHDRAWING
from .reassigning import REASSIGNING
from .requests import EXTENDING

DEEDS = (INSTRUCTING, SETTING, EXTENDING, REASSIGNING, STARRING, UNSTARRING, WITHDRAWING, APPROVING)
BULK: dict[Action, Deed] = {deed.action: deed for deed in DEEDS}
