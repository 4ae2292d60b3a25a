#!/usr/bin/env python3
"""usage: check_page.py MOEBENCH SOURCE_DIR WORK_DIR

Makes the HTML report of the result files in SOURCE_DIR/results and of a hostile one, opens both in headless Chromium, and
fails where a chart is missing or an axis repeats a label, the console holds an error, something is fetched, the page or a table is
wider than a phone, dark is not dark or paper is, something is cut off by the paper's edge, or a name from a file is run or read as
markup. Screenshots and a PDF stay in WORK_DIR. Needs python3-selenium and chromium-driver.
"""

import base64
import json
import pathlib
import re
import shutil
import subprocess
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

DESKTOP = (1280, 1000)
PHONE = (375, 800)
PAPER = (696, 1000)  # what A4 has between its margins
MOST_SECONDS = 240  # to draw a page's charts; only a hang takes that long
HOSTILE_NAME = "<img src=x onerror=\"window.ran=1\"></script><script>window.ran=1</script> [click](javascript:window.ran=1) é"

failures = []


def check(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED:", what)


def browser():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)


def set_view(driver, size, scheme="light"):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})


def wait_for_charts(driver):
    undrawn = "return [...document.querySelectorAll('.chart')].filter(c => !c.closest('details:not([open])')" \
              " && c.dataset.state !== 'drawn' && c.dataset.state !== 'failed').length"
    WebDriverWait(driver, MOST_SECONDS, 0.2).until(lambda d: d.execute_script(undrawn) == 0)


def open_page(driver, page, anchor=""):
    driver.get("about:blank")
    driver.get(page.as_uri() + anchor)
    wait_for_charts(driver)


def screenshot(driver, path, most_height=6000):
    height = min(most_height, driver.execute_script("return document.documentElement.scrollHeight"))
    width = driver.execute_script("return window.innerWidth")
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {
        "captureBeyondViewport": True, "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}})
    path.write_bytes(base64.b64decode(shot["data"]))


def check_logs(driver, page):
    for entry in driver.get_log("browser"):
        check(entry["level"] not in ("SEVERE", "WARNING"), f"{page.name}: the console says: {entry['message']}")
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            check(url.startswith(("file:", "data:", "blob:", "about:")), f"{page.name}: fetches {url[:120]}")


def check_charts(driver, page, least):
    places = driver.find_elements(By.CSS_SELECTOR, ".chart")
    drawn = driver.execute_script("""
        return [...document.querySelectorAll('.chart')].map(place => ({
          id: place.dataset.chart, state: place.dataset.state,
          marks: place.querySelectorAll('svg .role-mark path, svg .role-mark line, svg .role-mark text').length,
          labels: [...place.querySelectorAll('svg .role-axis-label')].map(axis => [...axis.querySelectorAll('text')]
              .filter(label => label.getAttribute('opacity') !== '0').map(label => label.textContent)),
          bad: (place.querySelector('svg') || {outerHTML: ''}).outerHTML.includes('NaN')}))""")
    check(len(places) >= least, f"{page.name}: {len(places)} charts, expected {least} or more")
    for chart in drawn:
        check(chart["state"] == "drawn" and chart["marks"] > 0, f"{page.name}: chart {chart['id']} is {chart['state']} with {chart['marks']} marks")
        check(not chart["bad"], f"{page.name}: chart {chart['id']} holds NaN")
        check(chart["labels"], f"{page.name}: chart {chart['id']} has no axis")
        for labels in chart["labels"]:
            check(labels and len(set(labels)) == len(labels), f"{page.name}: chart {chart['id']} has the labels {labels} along an axis")


def check_phone(driver, page):
    width = driver.execute_script("return document.documentElement.scrollWidth")
    check(width <= PHONE[0], f"on a phone of {PHONE[0]} pixels {page.name} is {width} wide")
    sideways = driver.execute_script("""
        return [...document.querySelectorAll('main .table')].filter(table => table.scrollWidth > table.clientWidth)
          .map(table => table.querySelector('th').textContent)""")
    check(not sideways, f"on a phone tables of {page.name} are wider than the page: {sideways}")
    title = driver.execute_script("""
        return getComputedStyle(document.querySelector('.cards td:nth-child(2)'), '::before').content""")
    check(title == '"Verdict"', f"on a phone the verdict's cell has the title {title}")


def check_paper(driver, page):
    """What a reader who prefers dark pages prints."""
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]})
    paper = driver.execute_script("return getComputedStyle(document.documentElement).backgroundColor")
    ink = driver.execute_script("return getComputedStyle(document.querySelector('.chart svg text')).fill")
    check(paper == "rgb(255, 255, 255)", f"the paper of {page.name} is {paper}")
    check(sum(map(int, re.findall(r"[0-9]+", ink)[:3])) < 400, f"the charts' text on the paper of {page.name} is {ink}")
    wide = driver.execute_script("""
        const right = document.querySelector('main').getBoundingClientRect().right + 1;
        return [...document.querySelectorAll('main table, main svg')]
          .filter(part => part.getBoundingClientRect().right > right).length""")
    check(wide == 0, f"{wide} tables or charts of {page.name} are cut off by the paper's edge")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def print_page(driver, path):
    pdf = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False, "paperWidth": 8.27, "paperHeight": 11.69})
    path.write_bytes(base64.b64decode(pdf["data"]))


def make_page(moebench, page, arguments):
    subprocess.run([moebench, "report", *map(str, arguments), "--output", str(page), "--quiet"], check=True, stdin=subprocess.DEVNULL)
    return page


def hostile_file(work):
    path = work / "hostile.json"
    path.write_text(json.dumps({"config": {"seed": 1}, "results": [
        {"name": HOSTILE_NAME, "runs": [{"batch": 1, "samples_us": [1.0 + 0.01 * (i % 7) + r for i in range(40)]} for r in range(2)]},
        {"name": "one sample", "runs": [{"batch": 1, "samples_us": [3.5]}]},
        {"name": "all equal", "runs": [{"batch": 1, "samples_us": [2.0] * 30}]},
        {"name": "nearly equal", "runs": [{"batch": 1, "samples_us": [0.067 + 1e-7 * (i * 7 % 11) for i in range(40)]} for _ in range(2)]}]}))
    return path


def main():
    moebench, source, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    results = source / "results"
    history = work / "history.sqlite"
    for commit, day in (("a1b2c3d4e5", 1), ("b2c3d4e5f6", 2), ("c3d4e5f6a7", 3)):
        subprocess.run([moebench, "history", "add", str(results / "router.json"), "--db", str(history), "--commit", commit,
                        "--time", f"2026-01-0{day}T00:00:00Z", "--branch", "main", "--quiet"], check=True, cwd=work)
    page = make_page(moebench, work / "report.html", [
        results / "infer.json", results / "registry_sweep.json", "--baseline", results / "pytorch.json", "--history", history])
    hostile = make_page(moebench, work / "hostile.html", [hostile_file(work)])
    print(f"{page.name}: {page.stat().st_size / 1e6:.1f} MB")

    driver = browser()
    try:
        set_view(driver, DESKTOP)
        open_page(driver, page, "#all")
        check_charts(driver, page, 50)
        check_logs(driver, page)

        ink = "return getComputedStyle(document.querySelector('.chart svg text')).fill"
        open_page(driver, page)
        light = driver.execute_script(ink)
        screenshot(driver, work / "light.png")
        set_view(driver, DESKTOP, "dark")
        dark = driver.execute_script(ink)
        paper = driver.execute_script("return getComputedStyle(document.documentElement).backgroundColor")
        check(light != dark, f"text of charts has one colour, {light}, on light and dark pages")
        check(paper not in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), f"a dark page is {paper}")
        screenshot(driver, work / "dark.png")

        set_view(driver, PHONE)
        open_page(driver, page)
        check_phone(driver, page)
        screenshot(driver, work / "narrow.png", 9000)
        check_logs(driver, page)

        set_view(driver, PAPER, "dark")
        open_page(driver, page)
        check_paper(driver, page)
        print_page(driver, work / "print.pdf")

        set_view(driver, DESKTOP)
        open_page(driver, hostile, "#all")
        check_charts(driver, hostile, 10)
        check(not driver.execute_script("return window.ran"), "a name from a file was run")
        check("<img src=x" in driver.find_element(By.TAG_NAME, "main").text, "a name from a file is not shown as it is")
        for link in driver.find_elements(By.CSS_SELECTOR, "main a[href^='javascript:']"):
            driver.execute_script("arguments[0].click()", link)
        check(not driver.execute_script("return window.ran"), "a link in a name was run")
        screenshot(driver, work / "hostile.png")
    finally:
        driver.quit()
    print("FAILED" if failures else "all charts drawn, nothing fetched, nothing run")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
