import django.contrib.auth.validators
import django.db.models.deletion
import wards.clock
import wards.constraints
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('kind', models.CharField(choices=[('off', 'Day off'), ('work', 'Make-up working day')], max_length=4, verbose_name='kind')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='legal basis')),
                ('is_confirmed', models.BooleanField(default=False, verbose_name='confirmed')),
            ],
            options={
                'verbose_name': 'calendar day',
                'verbose_name_plural': 'calendar days',
                'ordering': ['day'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to (excluded)')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=80, verbose_name='short name')),
                ('code', models.CharField(blank=True, db_index=True, max_length=40, verbose_name='code')),
                ('folded', models.CharField(editable=False, max_length=400)),
                ('kind', models.CharField(choices=[('party_committee', 'Party committee'), ('party_body', 'Party body'), ('peoples_council', "People's council"), ('peoples_committee', "People's committee"), ('state_office', 'State office'), ('front', 'Fatherland Front'), ('mass', 'Mass organisation'), ('police', 'Police'), ('military', 'Military'), ('health', 'Health'), ('school', 'School'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('level', models.CharField(choices=[('central', 'Central'), ('province', 'Province or city'), ('district', 'District (until 30/6/2025)'), ('commune', 'Ward or commune'), ('below', 'Below the ward')], max_length=10, verbose_name='level')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='wards.unit', verbose_name='belongs to')),
                ('path', models.CharField(db_index=True, default='', editable=False, max_length=200)),
                ('protocol_order', models.PositiveIntegerField(default=1000, verbose_name='protocol order')),
            ],
            options={
                'verbose_name': 'unit',
                'verbose_name_plural': 'units',
                'ordering': ['protocol_order', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='unit_ends_after_it_begins', violation_error_message='The end must come after the beginning.'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='unit_not_its_own_parent', violation_error_message='A unit cannot belong to itself.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='UnitVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to (excluded)')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='wards.unit')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=80, verbose_name='short name')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='code')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wards.unit')),
            ],
            options={
                'ordering': ['unit_id', 'valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='unitversion_ends_after_it_begins', violation_error_message='The end must come after the beginning.'), wards.constraints.NoOverlap(keys=('unit',), name='unitversion_no_overlap', when='')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='UnitAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to (excluded)')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='wards.unit')),
                ('text', models.CharField(max_length=200, verbose_name='as written')),
                ('folded', models.CharField(db_index=True, editable=False, max_length=200)),
                ('source', models.CharField(choices=[('clerk', 'Chosen by a clerk'), ('import', 'Imported'), ('office', 'Set by the office')], default='office', max_length=10)),
            ],
            options={
                'verbose_name': 'alias',
                'verbose_name_plural': 'aliases',
                'ordering': ['text', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='unitalias_ends_after_it_begins', violation_error_message='The end must come after the beginning.'), wards.constraints.NoOverlap(keys=('folded',), name='unitalias_one_unit_per_text', when='')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='UnitGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
                ('forms', models.TextField(blank=True, verbose_name='forms, one a line')),
            ],
            options={
                'verbose_name': 'group of units',
                'verbose_name_plural': 'groups of units',
                'ordering': ['name'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to (excluded)')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='wards.unitgroup')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='wards.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'group member',
                'verbose_name_plural': 'group members',
                'ordering': ['unit__protocol_order', 'unit_id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='groupmember_ends_after_it_begins', violation_error_message='The end must come after the beginning.'), wards.constraints.NoOverlap(keys=('group', 'unit'), name='groupmember_no_overlap', when='')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(max_length=60, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='user name')),
                ('full_name', models.CharField(max_length=120, verbose_name='full name')),
                ('sort_key', models.CharField(default='', editable=False, max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='work e-mail')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='work phone')),
                ('language', models.CharField(choices=[('vi', 'Vietnamese'), ('en', 'English')], default='vi', max_length=5, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_staff', models.BooleanField(default=False, verbose_name='may open the administration')),
                ('joined_at', models.DateTimeField(default=wards.clock.now, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['sort_key', 'id'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('acting_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('action', models.CharField(max_length=60)),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.CharField(max_length=40)),
                ('object_label', models.CharField(max_length=300)),
                ('data', models.JSONField(default=dict)),
                ('request_id', models.CharField(blank=True, max_length=36)),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit entries',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['object_type', 'object_id', 'id'], name='audit_object')],
                'constraints': [wards.constraints.AppendOnly(name='audit_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='to (excluded)')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='wards.unit', verbose_name='unit')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='title')),
                ('role', models.CharField(choices=[('clerk', 'Clerk'), ('unit_head', 'Unit head'), ('unit_staff', 'Unit staff'), ('leader', 'Leader'), ('inspector', 'Inspector'), ('administrator', 'Administrator')], max_length=15, verbose_name='role')),
                ('is_head', models.BooleanField(default=False, verbose_name='heads the unit')),
            ],
            options={
                'verbose_name': 'position',
                'verbose_name_plural': 'positions',
                'ordering': ['unit__protocol_order', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='position_ends_after_it_begins', violation_error_message='The end must come after the beginning.'), wards.constraints.NoOverlap(keys=('unit',), name='position_one_head', violation_error_message='The unit already has a head on these dates.', when='is_head'), wards.constraints.NoOverlap(keys=('user', 'unit', 'role'), name='position_no_overlap', when='')],
                'indexes': [],
            },
        ),
    ]
