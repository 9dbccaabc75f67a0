"""The main job, as a company that starts: set up, bring customers and files in, find, change, be seen by the auditor.

One office, one story: the tests of this module follow one another on one server.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Page, StorageState, expect

from e2e.conftest import NewPage
from e2e.looks import assert_accessible, shoot
from e2e.material import MATERIAL, mixed_folder, northwind_xlsx
from e2e.office import PASSWORD, enrol, set_password, sign_in

pytestmark = pytest.mark.skipif(
    not MATERIAL.is_dir(), reason="the public test material is not beside the checkout"
)

FOUNDER = "chen@huaxin.example"
SALES = "sun@huaxin.example"
AUDITOR = "zhou@huaxin.example"


@pytest.fixture(scope="module")
def sessions() -> dict[str, StorageState]:
    """Who signed in stays so: a code of the authenticator is taken once in half a minute."""
    return {}


@pytest.fixture
def founder(new_page: NewPage, sessions: dict[str, StorageState]) -> Page:
    return new_page(sessions[FOUNDER])


def test_the_founder_is_led_through_the_set_up(new_page: NewPage, sessions: dict[str, StorageState]) -> None:
    page = new_page()
    page.goto("/")
    page.get_by_label(re.compile("单位(全称|名称)")).fill("上海华信客户服务有限公司")
    shoot(page, "setup-1-organisation")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("姓名").fill("陈立")
    page.get_by_label("邮箱").fill(FOUNDER)
    page.locator("input[type=password]").nth(0).fill(PASSWORD)
    page.locator("input[type=password]").nth(1).fill(PASSWORD)
    shoot(page, "setup-2-founder")
    page.get_by_role("button", name="创建并继续").click()
    expect(page.get_by_role("heading", name="安全要求")).to_be_visible()
    shoot(page, "setup-3-security")
    page.get_by_role("button", name="下一步：启用第二因素").click()
    enrol(page)
    page.get_by_role("link", name="已保存，下一步").click()
    expect(page.get_by_text("制造", exact=False).first).to_be_visible()
    shoot(page, "setup-4-preset")
    assert_accessible(page)
    page.get_by_role("button", name="下一步").click()
    shoot(page, "setup-5-start")
    page.get_by_role("button", name="导入我的客户列表").click()
    expect(page.get_by_role("heading", name="导入客户")).to_be_visible()
    sessions[FOUNDER] = page.context.storage_state()


def test_a_foreign_list_comes_in_whole(founder: Page) -> None:
    founder.goto("/intake/customers/")
    assert_accessible(founder)
    shoot(founder, "import-1-file")
    founder.set_input_files(
        "input[type=file]", FilePayload(name="northwind.xlsx", mimeType="", buffer=northwind_xlsx())
    )
    founder.get_by_role("button", name="上传并核对").click()
    expect(founder.get_by_label("CompanyName")).to_have_value("name")
    expect(founder.get_by_label("Phone")).to_have_value("landline")
    founder.get_by_label("按原样收下，标记待核实").check()
    founder.get_by_label("归我负责").check()
    expect(founder.locator("#preview")).to_contain_text("新建 93")
    assert_accessible(founder)
    shoot(founder, "import-2-columns", full_page=True)
    founder.get_by_role("button", name="导入 93 行").click()
    expect(founder.get_by_role("heading", name="导入结果")).to_be_visible(timeout=60_000)
    expect(founder.locator("#progress")).to_contain_text("新建 93")
    assert_accessible(founder)
    shoot(founder, "import-3-result", full_page=True)
    founder.goto("/customers/")
    expect(founder.get_by_role("heading", level=1)).to_contain_text("93")
    assert_accessible(founder)
    shoot(founder, "customers")


def test_a_mixed_folder_of_real_files_is_filed(founder: Page) -> None:
    content, count = mixed_folder()
    founder.goto("/intake/folders/")
    assert_accessible(founder)
    shoot(founder, "folder-1-start")
    founder.get_by_role("button", name="选择文件夹或压缩包").click()
    founder.set_input_files(
        "input[data-files]", FilePayload(name="客户资料.zip", mimeType="application/zip", buffer=content)
    )
    expect(founder.locator(".upload[data-state=done]")).to_have_count(1, timeout=60_000)
    founder.get_by_role("button", name="都传完了，下一步").click()
    expect(founder.get_by_text("认出 3 个客户，1 个待分拣")).to_be_visible()
    assert_accessible(founder)
    shoot(founder, "folder-2-customers", full_page=True)
    founder.get_by_role("button", name=f"归档 {count} 个文件").click()
    expect(founder.get_by_role("heading", name="归档结果")).to_be_visible(timeout=90_000)
    unknown = founder.locator("tr", has_text="不认识的客户").first
    expect(unknown).to_be_visible()
    assert_accessible(founder)
    shoot(founder, "folder-3-result", full_page=True)
    unknown.get_by_role("button", name="新建客户").click()
    expect(founder.locator("tr", has_text="不认识的客户").first).to_contain_text("新建客户")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Futterk", "Alfreds Futterkiste"),
        ("阿尔", ""),
        ("0074321", "Alfreds Futterkiste"),
        ("brsdkh", "不认识的客户"),
    ],
)
def test_customers_are_found_by_fragment_phone_and_initials(founder: Page, words: str, found: str) -> None:
    founder.goto("/")
    founder.keyboard.press("/")
    founder.keyboard.type(words)
    palette = founder.get_by_role("dialog")
    if found:
        expect(palette.get_by_role("option").first).to_contain_text(found)
        shoot(founder, f"palette-{words}")
        founder.keyboard.press("Enter")
        expect(founder.get_by_role("heading", level=1)).to_contain_text(found)
    else:
        expect(palette).to_contain_text(re.compile("没有找到|没有"))


def test_the_customer_page_shows_everything_at_once(founder: Page) -> None:
    founder.goto("/customers/1/")
    expect(founder.get_by_role("heading", level=1)).to_contain_text("Alfreds Futterkiste")
    expect(founder.get_by_role("main")).to_contain_text("合同")
    expect(founder.get_by_role("main")).to_contain_text("资料完整度")
    assert_accessible(founder)
    shoot(founder, "customer", full_page=True)


@pytest.mark.parametrize("words", ["你好", "呀"])
def test_documents_are_found_by_a_word_inside_them(founder: Page, words: str) -> None:
    founder.goto(f"/search/?q={words}")
    hit = founder.get_by_role("main").locator("mark", has_text=words).first
    expect(hit).to_be_visible()
    assert_accessible(founder)
    shoot(founder, f"search-{len(words)}")


def test_a_file_in_the_trash_is_asked_about_when_it_comes_again(founder: Page) -> None:
    founder.goto("/customers/?q=Alfreds")
    founder.locator("tbody").get_by_role("link", name=re.compile("Alfreds")).first.click()
    founder.wait_for_url(re.compile(r"/customers/\d+/$"))
    folder = f"{founder.url}documents/"
    founder.goto(folder)
    note = FilePayload(name="备忘.txt", mimeType="text/plain", buffer="再来一次".encode())
    tray = founder.locator("k-uploads")
    founder.set_input_files("input[data-files]", note)
    expect(tray.locator(".upload[data-state=done]")).to_have_count(1, timeout=20_000)
    founder.goto("/documents/?q=备忘")
    founder.get_by_role("checkbox", name=re.compile("选择全部行")).check()
    founder.get_by_role("button", name="移入回收站").click()
    founder.get_by_role("dialog").get_by_role("button", name="移入回收站").click()
    expect(founder.get_by_text("没有找到").first).to_be_visible()
    founder.goto(folder)
    founder.set_input_files("input[data-files]", note)
    expect(tray.get_by_text("这份文件在回收站里")).to_be_visible(timeout=20_000)
    assert_accessible(founder)
    shoot(founder, "upload-asked")
    tray.get_by_role("button", name="恢复它").click()
    expect(tray.locator(".upload[data-state=restored]")).to_have_count(1)


def test_names_that_break_the_rule_are_repaired_at_once(founder: Page) -> None:
    founder.goto("/documents/names/")
    assert_accessible(founder)
    shoot(founder, "misnamed")


def test_a_document_gets_a_new_version_and_an_old_one_back(founder: Page) -> None:
    founder.goto("/search/?q=你好")
    founder.get_by_role("main").get_by_role("link", name=re.compile("Alfreds")).first.click()
    expect(founder.get_by_role("tab", name="版本")).to_be_visible()
    assert_accessible(founder)
    shoot(founder, "document")
    founder.get_by_role("button", name="上传新版本").click()
    dialog = founder.get_by_role("dialog")
    dialog.get_by_label("说明").fill("补充条款")
    dialog.locator("input[data-files]").set_input_files(
        FilePayload(name="第二版.txt", mimeType="text/plain", buffer="第二版的补充条款".encode())
    )
    expect(founder.get_by_role("tab", name="版本")).to_contain_text("2", timeout=30_000)
    founder.get_by_role("tab", name="版本").click()
    expect(founder.locator("#versions-tab")).to_contain_text("补充条款")
    shoot(founder, "document-versions")
    founder.get_by_role("button", name="恢复为当前版本").first.click()
    founder.wait_for_load_state()
    founder.get_by_role("tab", name="版本").click()
    expect(founder.get_by_role("tab", name="版本")).to_contain_text("3")


def _add(founder: Page, name: str, email: str, post: str) -> str:
    """Add a colleague and appoint them; returns the one-time link."""
    founder.goto("/settings/people/new/")
    founder.get_by_label("姓名").fill(name)
    founder.get_by_label("邮箱").fill(email)
    founder.get_by_role("button", name="添加").click()
    link = founder.get_by_label("一次性链接").input_value()
    founder.get_by_label("岗位").select_option(label=post)
    founder.get_by_role("button", name="任命").click()
    founder.wait_for_load_state()
    return link


def test_another_department_sees_nothing_anywhere(founder: Page, new_page: NewPage) -> None:
    founder.goto("/settings/departments/")
    founder.get_by_label("名称").last.fill("华南销售部")
    founder.get_by_role("button", name=re.compile("新建|添加")).last.click()
    link = _add(founder, "孙乙", SALES, "销售")
    shoot(founder, "person")
    seller = new_page()
    set_password(seller, link)
    sign_in(seller, SALES)
    seller.goto("/customers/")
    expect(seller.get_by_role("main")).not_to_contain_text("Alfreds")
    shoot(seller, "customers-empty")
    for address in ("/search/?q=Futterkiste", "/search/?q=你好", "/documents/", "/tree/"):
        seller.goto(address)
        expect(seller.get_by_role("main")).not_to_contain_text("Alfreds")
        assert seller.locator("main mark").count() == 0
    for address in ("/customers/1/", "/documents/1/", "/documents/1/file/"):
        response = seller.request.get(address)
        assert response.status == 404, address


def test_the_auditor_sees_each_step(founder: Page, new_page: NewPage) -> None:
    link = _add(founder, "周审", AUDITOR, "审计员")
    auditor = new_page()
    set_password(auditor, link)
    sign_in(auditor, AUDITOR)
    enrol(auditor)
    steps = {
        "intake.list_uploaded": "上传了客户列表",
        "customers.registered": "建立了客户档案",
        "intake.folder_received": "接收了一个文件夹",
        "documents.version_added": "版本",
        "documents.version_restored": "版本",
        "access.opened": "打开了",
        "documents.opened": "打开了文档",
        "access.refused": "被拒绝",
    }
    for kind, words in steps.items():
        auditor.goto(f"/ledger/?kind={kind}")
        expect(auditor.locator("tbody tr", has_text=words).first).to_be_visible()
    auditor.goto("/ledger/")
    assert_accessible(auditor)
    shoot(auditor, "ledger")
