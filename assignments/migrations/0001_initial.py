import assignments.models.history
import django.core.validators
import django.db.models.deletion
import wards.constraints
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directives', '0001_initial'),
        ('wards', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deadline_kind', models.CharField(choices=[('dated', 'By a date'), ('within', 'Within N working days of receipt'), ('periodic', 'Periodic'), ('standing', 'Standing (thường xuyên)'), ('event', 'By an event'), ('awaiting', 'Awaiting a condition'), ('undetermined', 'Not set yet')], max_length=12, verbose_name='kind of deadline')),
                ('deadline_words', models.CharField(blank=True, max_length=300, verbose_name='as written')),
                ('deadline_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('deadline_origin', models.CharField(choices=[('document', 'In the document'), ('leader', 'Set by a leader'), ('clerk', 'Proposed by the clerk')], default='document', max_length=10, verbose_name='set by')),
                ('deadline_reason', models.CharField(blank=True, max_length=300, verbose_name='why not set yet')),
                ('within_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='working days')),
                ('rule', models.CharField(blank=True, max_length=200, verbose_name='recurrence')),
                ('event', models.CharField(blank=True, max_length=80, verbose_name='event')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='review on')),
                ('directive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='directives.directive')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='directives.task')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='wards.unit')),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('coordinating', 'Co-ordinating'), ('requested', 'Requested')], max_length=12, verbose_name='role')),
                ('period', models.CharField(blank=True, default='', max_length=12)),
                ('state', models.CharField(choices=[('proposed', 'Awaiting approval to assign'), ('assigned', 'Assigned'), ('acknowledged', 'Acknowledged'), ('submitted', 'Awaiting confirmation'), ('declined', 'Declined'), ('completed', 'Completed'), ('withdrawn', 'Withdrawn'), ('superseded', 'Superseded'), ('handed_over', 'Handed over')], default='assigned', max_length=12, verbose_name='state')),
                ('received_on', models.DateField(verbose_name='received on')),
                ('original_deadline_on', models.DateField(blank=True, null=True, verbose_name='original last day')),
                ('delegate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                ('recorded_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('grade', models.CharField(blank=True, choices=[('failed', 'Not satisfactory'), ('passed', 'Satisfactory'), ('good', 'Good'), ('excellent', 'Excellent')], default='', max_length=10, verbose_name='grade')),
                ('last_moved_at', models.DateTimeField()),
                ('evidence_count', models.PositiveSmallIntegerField(default=0)),
                ('extensions_count', models.PositiveSmallIntegerField(default=0)),
                ('urgings_count', models.PositiveSmallIntegerField(default=0)),
                ('returns_count', models.PositiveSmallIntegerField(default=0)),
                ('is_starred', models.BooleanField(default=False)),
                ('is_disputed', models.BooleanField(default=False)),
                ('is_blocked', models.BooleanField(default=False)),
                ('next_reminder_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'ordering': [models.OrderBy(models.F('deadline_on'), nulls_last=True), 'id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['acknowledged', 'assigned', 'declined', 'proposed', 'submitted'])), fields=['unit', 'deadline_on', 'id'], name='open_by_unit'), models.Index(condition=models.Q(('state__in', ['acknowledged', 'assigned'])), fields=['deadline_on', 'id'], name='in_hand_by_day'), models.Index(condition=models.Q(('next_reminder_on__isnull', False)), fields=['next_reminder_on', 'id'], name='reminder_due'), models.Index(fields=['directive', 'task', 'unit'], name='matrix'), models.Index(condition=models.Q(('state', 'submitted')), fields=['submitted_at', 'id'], name='to_confirm'), models.Index(fields=['unit', '-closed_at'], name='closed_by_unit')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['handed_over', 'superseded', 'withdrawn']), _negated=True), fields=('task', 'unit', 'role', 'period'), name='one_open_assignment', violation_error_message='This unit already has this task.'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'assigned', 'acknowledged', 'submitted', 'declined', 'completed', 'withdrawn', 'superseded', 'handed_over'])), name='assignment_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state__in', ['acknowledged', 'assigned', 'declined', 'proposed', 'submitted'])), models.Q(models.Q(('state__in', ['acknowledged', 'assigned', 'declined', 'proposed', 'submitted']), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='assignment_closed_at_with_state'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['completed', 'submitted']), _negated=True), models.Q(('done_on__isnull', False), ('evidence_count__gt', 0), ('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='assignment_proven', violation_error_message='A result is reported with its evidence.'), models.CheckConstraint(condition=models.Q(('state', 'completed'), ('grade', ''), _connector='XOR'), name='assignment_graded_when_done'), models.CheckConstraint(condition=models.Q(('done_on', None), ('recorded_at__isnull', False), _connector='OR'), name='assignment_recorded_with_done_on'), models.CheckConstraint(condition=models.Q(('deadline_kind__in', ['dated', 'within', 'periodic', 'standing', 'event', 'awaiting', 'undetermined'])), name='assignment_has_deadline_kind'), models.CheckConstraint(condition=models.Q(models.Q(('deadline_kind__in', ['dated', 'event', 'within']), _negated=True), ('deadline_on__isnull', False), _connector='OR'), name='assignment_dated_has_day', violation_error_message='Give the last day.'), models.CheckConstraint(condition=models.Q(models.Q(('deadline_kind__in', ['awaiting', 'standing']), _negated=True), ('review_on__isnull', False), _connector='OR'), name='assignment_review_date', violation_error_message='Give the day on which this is looked at again.'), models.CheckConstraint(condition=models.Q(models.Q(('deadline_kind', 'undetermined'), _negated=True), models.Q(('deadline_reason', ''), _negated=True), _connector='OR'), name='assignment_undetermined_reason', violation_error_message='Say why there is no deadline yet.')],
            },
        ),
        migrations.CreateModel(
            name='Transition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='assignments.assignment')),
                ('action', models.CharField(choices=[('assign', 'Assign'), ('acknowledge', 'Acknowledge'), ('submit', 'Report the result'), ('take_back', 'Take the report back'), ('confirm', 'Confirm'), ('return', 'Return'), ('decline', 'Decline'), ('insist', 'Assign again'), ('withdraw', 'Withdraw'), ('reopen', 'Reopen'), ('hand_over', 'Hand over')], max_length=12)),
                ('from_state', models.CharField(blank=True, choices=[('proposed', 'Awaiting approval to assign'), ('assigned', 'Assigned'), ('acknowledged', 'Acknowledged'), ('submitted', 'Awaiting confirmation'), ('declined', 'Declined'), ('completed', 'Completed'), ('withdrawn', 'Withdrawn'), ('superseded', 'Superseded'), ('handed_over', 'Handed over')], max_length=12)),
                ('to_state', models.CharField(choices=[('proposed', 'Awaiting approval to assign'), ('assigned', 'Assigned'), ('acknowledged', 'Acknowledged'), ('submitted', 'Awaiting confirmation'), ('declined', 'Declined'), ('completed', 'Completed'), ('withdrawn', 'Withdrawn'), ('superseded', 'Superseded'), ('handed_over', 'Handed over')], max_length=12)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('acting_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=1000)),
                ('data', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['assignment', 'id'],
                'constraints': [wards.constraints.AppendOnly(name='transition_append_only')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ProgressNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='assignments.assignment')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('words', models.TextField(max_length=4000, verbose_name='note')),
                ('percent', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='percent')),
            ],
            options={
                'ordering': ['assignment', 'id'],
                'constraints': [wards.constraints.AppendOnly(name='progressnote_append_only'), models.CheckConstraint(condition=models.Q(('percent', None), ('percent__lte', 100), _connector='OR'), name='progressnote_percent')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='assignments.assignment')),
                ('file', models.FileField(blank=True, upload_to=assignments.models.history.evidence_name, verbose_name='file')),
                ('original_name', models.CharField(blank=True, max_length=255)),
                ('content_type', models.CharField(blank=True, max_length=100)),
                ('size', models.PositiveIntegerField(blank=True, null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number of the document')),
                ('dated', models.DateField(blank=True, null=True, verbose_name='date of the document')),
                ('receiving_level', models.CharField(blank=True, max_length=200, verbose_name='sent to')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['assignment', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('file', ''), _negated=True), ('dated', None), ('number', ''), models.Q(('original_name', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), models.Q(('file', ''), models.Q(('number', ''), _negated=True), ('dated__isnull', False)), _connector='OR'), name='evidence_file_or_document', violation_error_message='Give a file, or the number and date of the document.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='digests', to=settings.AUTH_USER_MODEL)),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('bell', 'In-app bell'), ('webhook', 'Webhook')], max_length=8)),
                ('day', models.DateField()),
                ('occasion', models.CharField(default='morning', max_length=40)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('claimed', 'Being sent'), ('sent', 'Sent'), ('retrying', 'To be tried again'), ('failed', 'Failed'), ('dropped', 'Dropped')], default='queued', max_length=8)),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('made_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'retrying'])), fields=['next_try_at', 'id'], name='digest_waiting'), models.Index(condition=models.Q(('state', 'claimed')), fields=['claimed_at'], name='digest_claimed')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'channel', 'day', 'occasion'), name='one_digest'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='digest_sent_at')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL)),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='assignments.assignment')),
                ('kind', models.CharField(choices=[('deadline', 'Deadline'), ('confirm', 'To confirm')], max_length=12)),
                ('rung', models.CharField(max_length=12)),
                ('due_on', models.DateField()),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('bell', 'In-app bell'), ('webhook', 'Webhook')], max_length=8)),
                ('digest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='assignments.digest')),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('claimed', 'Being sent'), ('sent', 'Sent'), ('retrying', 'To be tried again'), ('failed', 'Failed'), ('dropped', 'Dropped')], default='queued', max_length=8)),
                ('dropped_why', models.CharField(blank=True, max_length=40)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['digest', 'state'], name='message_digest')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'assignment', 'kind', 'rung', 'due_on', 'channel'), name='said_once'), models.CheckConstraint(condition=models.Q(('state', 'dropped'), ('dropped_why', ''), _connector='XOR'), name='dropped_says_why')],
            },
        ),
    ]
