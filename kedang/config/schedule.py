"""Jobs that recur, and nothing else: each carries its time in `@every`."""

from kedang.accounts.tasks import forget_stale_sign_ins
from kedang.customers.tasks import complete_tokens, forget_blind_checks, suggest_relations
from kedang.documents.tasks import recognise_pages, sweep_uploads, trim_previews
from kedang.dossier.tasks import forget_packages
from kedang.drive.tasks import sweep_drive
from kedang.duplicates.tasks import scan_nightly
from kedang.engagement.tasks import escalate_late_complaints, forget_knocks, remind_of_surveys
from kedang.grading.tasks import calculate_weekly, plan_missed_contacts
from kedang.jobs import Job
from kedang.quality.tasks import assess_nightly
from kedang.search.tasks import compact_index
from kedang.segments.tasks import refresh_segments
from kedang.teamwork.tasks import tend_pools
from kedang.understanding.tasks import understand_outdated
from kedang.vault.tasks import finish_interrupted, sweep
from kedang.workflow.tasks import remind_of_tasks

SCHEDULE: tuple[Job, ...] = (
    forget_stale_sign_ins,
    finish_interrupted,
    sweep,
    sweep_uploads,
    trim_previews,
    forget_packages,
    recognise_pages,
    compact_index,
    refresh_segments,
    remind_of_tasks,
    escalate_late_complaints,
    remind_of_surveys,
    forget_knocks,
    sweep_drive,
    scan_nightly,
    forget_blind_checks,
    calculate_weekly,
    plan_missed_contacts,
    suggest_relations,
    complete_tokens,
    assess_nightly,
    tend_pools,
    understand_outdated,
)
