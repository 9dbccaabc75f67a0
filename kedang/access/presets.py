"""The preset posts (岗位): least privilege, the three powers kept apart (requirements E1)."""

from __future__ import annotations

from dataclasses import dataclass

from kedang.access.models import Post, PostRight
from kedang.access.words import Clearance, Scope


@dataclass(frozen=True)
class Preset:
    code: str
    name: str
    description: str
    scope: Scope
    clearance: Clearance
    rights: str  # "resource: verb verb; resource: verb"
    demands_second_factor: bool = False


PRESETS = (
    Preset(
        "sales",
        "销售",
        "维护自己的客户：联系方式、沟通和文档立即生效，其他资料经申请",
        Scope.OWN,
        Clearance.INTERNAL,
        "customer: view create import claim; contact_point: view create edit delete unmask; "
        "document: view create edit download print share delete; folder: view create edit; tag: view; "
        "dealing: view create edit; task: view create edit; comment: view create; "
        "feedback: view create edit share; campaign: view; score: view; saved_view: view create",
    ),
    Preset(
        "service",
        "客服",
        "维护范围内全部客户",
        Scope.SUBTREE,
        Clearance.INTERNAL,
        "customer: view create edit; contact_point: view create edit delete unmask; "
        "document: view create edit download print; folder: view create edit; tag: view edit; "
        "dealing: view create edit; task: view create edit; comment: view create; "
        "feedback: view create edit share; score: view; saved_view: view create",
    ),
    Preset(
        "head",
        "部门主管",
        "管理本部门及下级的客户与人员分配",
        Scope.SUBTREE,
        Clearance.CONFIDENTIAL,
        "customer: view create edit delete import export approve grant merge assign claim; "
        "contact_point: view create edit delete unmask; "
        "document: view create edit delete download print share export approve grant manage; "
        "folder: view create edit delete; "
        "dealing: view create edit delete import export; task: view create edit delete; "
        "comment: view create delete; feedback: view create edit delete share manage; "
        "campaign: view create edit approve; score: view create edit; "
        "tag: view create edit; saved_view: view create share; ledger: view",
    ),
    Preset(
        "archivist",
        "档案员",
        "整理全部客户的文档、文件夹、模板与编号",
        Scope.ALL,
        Clearance.CONFIDENTIAL,
        "customer: view create edit import export merge; contact_point: view create edit; "
        "document: view create edit delete download print export import manage; folder: view create edit delete; "
        "dealing: view create edit import; task: view create edit; comment: view create; feedback: view; score: view; "
        "tag: view create edit delete; template: view create edit delete manage; "
        "saved_view: view create share",
    ),
    Preset(
        "privacy_officer",
        "个人信息保护负责人",
        "查看全部客户资料与台账，监督个人信息处理",
        Scope.ALL,
        Clearance.CORE,
        "customer: view export; contact_point: view unmask; document: view; folder: view; tag: view; "
        "dealing: view; task: view create edit; comment: view; feedback: view; campaign: view; score: view edit; "
        "template: view; person: view; post: view; ledger: view; saved_view: view create",
        demands_second_factor=True,
    ),
    Preset(
        "auditor",
        "审计员",
        "查看台账；不授权、不改资料",
        Scope.ALL,
        Clearance.CORE,
        "ledger: view export; person: view; post: view; template: view; settings: view",
        demands_second_factor=True,
    ),
    Preset(
        "system_admin",
        "系统管理员",
        "人员、部门与系统设置；不看客户资料，不看台账",
        Scope.ALL,
        Clearance.PUBLIC,
        "person: view create edit manage; settings: view edit manage; template: view; post: view",
        demands_second_factor=True,
    ),
    Preset(
        "security_admin",
        "安全管理员",
        "岗位、权限与授权；不看客户资料，不看台账",
        Scope.ALL,
        Clearance.PUBLIC,
        "post: view create edit delete manage grant; person: view; settings: view",
        demands_second_factor=True,
    ),
    Preset(
        "manager",
        "管理层",
        "查看全部，最高密级，少做修改",
        Scope.ALL,
        Clearance.CORE,
        "customer: view export approve assign; contact_point: view unmask; "
        "document: view download print export approve; "
        "dealing: view export; task: view create edit; comment: view create; feedback: view; "
        "campaign: view approve; score: view create; "
        "folder: view; tag: view; template: view; person: view; post: view; saved_view: view create share",
        demands_second_factor=True,
    ),
)


def load() -> dict[str, Post]:
    """Make the preset posts that are absent; those that exist stay as the organisation has them."""
    return {preset.code: _load(preset) for preset in PRESETS}


def parse_rights(text: str) -> list[tuple[str, str]]:
    """`"customer: view edit; tag: view"` → [("customer", "view"), …]."""
    pairs = (part.split(":") for part in text.split(";") if part.strip())
    return [(resource.strip(), verb) for resource, verbs in pairs for verb in verbs.split()]


def _load(preset: Preset) -> Post:
    post, created = Post.objects.get_or_create(
        code=preset.code,
        defaults={
            "name": preset.name,
            "description": preset.description,
            "scope": preset.scope,
            "clearance": preset.clearance,
            "is_preset": True,
            "demands_second_factor": preset.demands_second_factor,
        },
    )
    if created:
        PostRight.objects.bulk_create(
            [
                PostRight(post=post, resource=resource, verb=verb)
                for resource, verb in parse_rights(preset.rights)
            ]
        )
    return post
