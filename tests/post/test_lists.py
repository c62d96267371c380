"""The list in and out: from any system, with a line for each row, and never whoever does not want it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pamphleteer.post.commands.readers import command
from pamphleteer.post.models import Consent, Digest, Reader, Suppressed, Terms
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.forget import forget
from pamphleteer.post.verbs.signup import ask, enrol
from pamphleteer.register.models import Entry

LEFT_ELSEWHERE = "has left elsewhere, and stays off the list"
FORGOTTEN = "asked to be forgotten, and stays off the list"
SOURCE = "The form on old.example.org, confirmed by mail"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def imported(path: Path, *more: str) -> tuple[dict[str, Any], list[list[str]]]:
    result = call("import", path, "--source", SOURCE, "--json", *more)
    assert result.exit_code == 0, result.output
    with path.with_name(f"{path.name}.report.csv").open(newline="") as report:
        return json.loads(result.output), list(csv.reader(report))[1:]


def listed(folder: Path, content: str | bytes) -> Path:
    path = folder / "members.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.django_db
class TestImporting:
    def test_each_row_gets_a_line_of_report(self, tmp_path: Path, digest: Digest) -> None:
        enrol("known@example.org")
        ask("asked@example.org")
        forget("gone@example.org")
        path = listed(
            tmp_path,
            "Email,Name\nnew@example.org,Ada\nKnown@example.org,\nno address,\n,\n"
            "gone@example.org,\nNEW@example.org,\nasked@example.org,\n",
        )

        told, report = imported(path)

        assert {name: told[name] for name in ("added", "known", "refused")} == {
            "added": 1,
            "known": 3,
            "refused": 3,
        }
        assert told["left_out"] == ["Name"]
        assert report == [
            ["2", "added", "", "n***@example.org"],
            ["3", "known", "is on the list", "K***@example.org"],
            [
                "4",
                "refused",
                "This is no mail address. One such as name@example.org is expected.",
                "",
            ],
            ["5", "refused", "no address", ""],
            ["6", "refused", FORGOTTEN, "g***@example.org"],
            ["7", "known", "stands in the list before", "N***@example.org"],
            ["8", "known", "has not confirmed yet, and is not on the list", "a***@example.org"],
        ]
        new = find("new@example.org")
        assert new
        assert (new.state, list(new.digests.all())) == ("confirmed", [digest])
        assert Entry.objects.get(what="readers.imported").data["added"] == 1
        assert path.with_name("members.csv.report.csv").stat().st_mode & 0o777 == 0o600

    def test_again_all_are_known_and_nothing_changes(self, tmp_path: Path, digest: Digest) -> None:
        path = listed(tmp_path, "email\n" + "".join(f"r{n}@example.org\n" for n in range(2_500)))
        assert imported(path)[0]["added"] == 2_500

        assert imported(path)[0]["known"] == 2_500

        assert (Reader.objects.count(), Consent.objects.count(), Terms.objects.count()) == (
            2_500,
            2_500,
            1,
        )

    def test_whoever_left_stays_off_the_list(self, tmp_path: Path, digest: Digest) -> None:
        Reader.objects.filter(pk=enrol("ada@example.org").pk).update(state="left")

        _, [line] = imported(listed(tmp_path, "email\nada@example.org\n"))

        assert line[1:3] == ["known", "has left, and stays off the list"]
        assert Reader.objects.get().state == "left"

    @pytest.mark.parametrize(
        ("heading", "row", "why"),
        [
            ("Email Address,UNSUB_TIME", "a@example.org,2024-01-01 10:00:00", "had ended it there"),
            (
                "Email Address,CLEAN_TIME",
                "a@example.org,2024-01-01 10:00:00",
                "was taken off there",
            ),
            ("uuid,email,name,status", "1,a@example.org,A,blocklisted", "blocklisted"),
            ("id,email,name,subscribed_to_emails", "1,a@example.org,A,false", "took no mail there"),
            ("email,active_subscription,email_disabled", "a@example.org,true,true", "took no mail"),
            (
                "email_address,type,undeliverability_date",
                "a@example.org,regular,2024-01-01",
                "off there",
            ),
            ("email_address,type", "a@example.org,unactivated", "unactivated"),
            ("Email,Status,Created At", "a@example.org,Inactive,2024-01-01", "inactive"),
            ("first_name,email_address,state", "A,a@example.org,cancelled", "cancelled"),
            (
                "EMAIL;EMAIL_BLACKLISTED;ADDED_TIME",
                "a@example.org;Yes;12-04-2022 09:30",
                "took no mail",
            ),
            ("Email,Accepts Email Marketing", "a@example.org,no", "took no mail"),
            (
                "Email,List status,Global status",
                "a@example.org,Subscribed,Unsubscribed",
                "unsubscribed",
            ),
            (
                "Email,List status,Global status",
                "a@example.org,Unsubscribed,Subscribed",
                "unsubscribed",
            ),
            (
                '"Email";"Name";"Sex";"Status";"Date"',
                '"a@example.org";"A";"n";"U";"2024-01-01"',
                "“u”",
            ),
            ("email,confirmed", "a@example.org,no", "had not confirmed there"),
            ("correo electrónico;estado", "a@example.org;dado de baja", "dado de baja"),
            ("Adresse e-mail\tStatut", "a@example.org\tDésabonné", "desabonne"),
            ("البريد الإلكتروني,الحالة", "a@example.org,ملغى", "ملغى"),
        ],
    )
    def test_whoever_took_no_mail_elsewhere_gets_none_here(
        self, heading: str, row: str, why: str, tmp_path: Path, digest: Digest
    ) -> None:
        _, [line] = imported(listed(tmp_path, f"{heading}\n{row}\n"))

        assert line[1] == "refused"
        assert why in line[2]
        assert not Reader.objects.exists()

    @pytest.mark.parametrize(
        ("row", "again"),
        [
            ("a@example.org,unsubscribed", LEFT_ELSEWHERE),
            ("a@example.org,complained", LEFT_ELSEWHERE),
            ("a@example.org,bounced", ""),
            ("a@example.org,unconfirmed", ""),
        ],
    )
    def test_whoever_left_there_is_brought_in_by_no_later_list(
        self, row: str, again: str, tmp_path: Path, digest: Digest
    ) -> None:
        imported(listed(tmp_path, f"email,status\n{row}\n"))

        _, [line] = imported(listed(tmp_path, "email,status\na@example.org,subscribed\n"))

        assert line[2] == again

    def test_a_list_changes_nothing_for_whoever_is_here(
        self, tmp_path: Path, digest: Digest
    ) -> None:
        enrol("a@example.org")

        _, [line] = imported(listed(tmp_path, "email,status\na@example.org,unsubscribed\n"))

        assert line[1:3] == ["known", "is on the list, though it is “unsubscribed” in the list"]
        assert not Suppressed.objects.exists()

    @pytest.mark.parametrize(
        ("content", "asked"),
        [
            (  # Mailchimp, audience export
                (
                    '"Email Address","First Name",Address,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,'
                    "LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\n"
                    'a@example.org,Ada,"1 Quay, Town",2,"2015-03-16 14:40:47",,"2015-03-16 15:00:00",192.0.2.1,,,,,'
                    'America/New_York,us,,"2015-03-16 14:40:47",1,x,,"""VIP"",""Blog"""\n'
                ),
                "2015-03-16T14:40:47",
            ),
            (  # Ghost
                (
                    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,"
                    "deleted_at,labels,tiers\n1,a@example.org,Ada,,true,false,,2024-01-01T00:00:00.000Z,,vip,\n"
                ),
                "2024-01-01T00:00:00",
            ),
            (  # listmonk
                (
                    "uuid,email,name,attributes,status,created_at,updated_at\n"
                    '1,a@example.org,A,"{""city"": ""X""}",enabled,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z\n'
                ),
                "2024-01-01T00:00:00",
            ),
            (  # Substack
                (
                    "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at\n"
                    "a@example.org,false,,other,false,2025-01-01T00:00:00.000Z,\n"
                ),
                "2025-01-01T00:00:00",
            ),
            (  # Buttondown
                (
                    "email_address,notes,type,tags,creation_date,ip_address,unsubscription_date,undeliverability_date\n"
                    "a@example.org,,regular,,2024-08-24T14:15:22Z,192.0.2.1,,\n"
                ),
                "2024-08-24T14:15:22",
            ),
            (  # beehiiv
                "Email,Status,Created At,Subscription Tier\na@example.org,Active,2025-10-10 10:10:10,free\n",
                "2025-10-10T10:10:10",
            ),
            (  # MailPoet
                (
                    "Email,First name,Subscription IP,Subscription time,Confirmation time,List status,Global status\n"
                    "a@example.org,A,,2024-01-01 10:00:00,2024-01-02 10:00:00,Subscribed,Subscribed\n"
                ),
                "2024-01-01T10:00:00",
            ),
            (  # Newsletter, of WordPress
                (
                    '"Email";"Name";"Surname";"Sex";"Status";"Date";"Token";"Profile 1";\n'
                    '"a@example.org";"A";"";"n";"C";"2024-01-01 10:00:00";"x";"";\n'
                ),
                "2024-01-01T10:00:00",
            ),
            ("sep=;\r\nNombre;Correo\r\nA;a@example.org\r\n", ""),  # a spreadsheet
            ("Address,Subscriber,Email\n1 Quay,Ada,a@example.org\n", ""),
        ],
    )
    def test_exports_of_other_systems_are_understood(
        self, content: str, asked: str, tmp_path: Path, digest: Digest
    ) -> None:
        told, _ = imported(listed(tmp_path, content))

        assert (told["added"], told["reasons"]) == (1, [])
        reader = Reader.objects.get()
        assert reader.address == "a@example.org"
        assert list(reader.digests.all()) == [digest]
        assert not asked or reader.asked_at.isoformat() == f"{asked}+00:00"

    @pytest.mark.parametrize(
        "content",
        [
            "Email Address,First Name,MEMBER_RATING,OPTIN_TIME\na@example.org,A,2,\n",
            "uuid,email,name,attributes,status,created_at\n1,a@example.org,A,{},enabled,\n",
            'id,email,name,labels\n1,a@example.org,"A, B\nC",\n',
            "Email,Name,Stripe plan,Start date\na@example.org,A,,\n",
            "a@example.org\n",
            "Ada Quay <a@example.org>\n",
            "\ufeffCourriel;Nom\r\na@example.org;É\r\n",
            "Direccion de correo\ra@example.org\r",
            "Name|E-Mail\nA|  a@example.org \n",
            "Adresse électronique;Nom\na@example.org;Élodie\n".encode("cp1252"),
            "email,name\na@example.org,É\n".encode("utf-16"),
            "email,name\na@example.org,É\n".encode("utf-16-le"),
        ],
    )
    def test_columns_and_letters_are_found_out(
        self, content: str | bytes, tmp_path: Path, digest: Digest
    ) -> None:
        imported(listed(tmp_path, content))

        assert Reader.objects.get().address == "a@example.org"

    def test_what_is_broken_is_one_row(self, tmp_path: Path, digest: Digest) -> None:
        path = listed(
            tmp_path,
            b'email,name\na@example.org,"open\nb@example.org,\xff\nc@example.org,"x ""y"" z"\n\0\n'
            + b"d" * 300_000
            + b"\ne@example.org\n",
        )

        _, report = imported(path)

        outcomes = {line: outcome for line, outcome, *_ in report}
        assert outcomes["2"] == "refused"
        assert {one.address for one in Reader.objects.all()} == {
            "b@example.org",
            "c@example.org",
            "e@example.org",
        }

    def test_consent_is_kept_with_when_where_and_from_which_hashed_network(
        self, tmp_path: Path, digest: Digest
    ) -> None:
        imported(
            listed(
                tmp_path,
                "email,optin_time,optin_ip,confirm_time,confirm_ip\n"
                "a@example.org,2024-01-05 10:11:12,192.0.2.7,2024-01-06 10:11:12,192.0.2.9\n"
                "b@example.org,2924-01-05 10:11:12,,yesterday,\n",
            )
        )

        a, b = Consent.objects.select_related("terms")
        assert (a.kind, a.terms.words, a.terms.where) == ("imported", SOURCE, "members.csv")
        assert a.at.isoformat() == "2024-01-06T10:11:12+00:00"
        assert (len(a.network), b.network) == (32, "")
        assert "192.0.2" not in a.network
        assert b.at.year < 2900

    def test_without_a_source_of_consent_nothing_is_read(
        self, tmp_path: Path, digest: Digest
    ) -> None:
        path = listed(tmp_path, "email\na@example.org\n")
        assert call("import", path).exit_code == 2
        assert call("import", path, "--source", " ").exit_code == 1
        assert call("import", path, "--source", SOURCE, "--encoding", "klingon").exit_code == 2
        assert not Reader.objects.exists()

    @pytest.mark.parametrize("content", ["", "\n\n", "name,age\nada,7\n"])
    def test_a_list_without_addresses_is_refused_whole(
        self, content: str, tmp_path: Path, digest: Digest
    ) -> None:
        result = call("import", listed(tmp_path, content), "--source", SOURCE)
        assert (result.exit_code, "Nothing was imported" in result.output) == (1, True)

    def test_what_is_exported_comes_in_elsewhere(self, tmp_path: Path, digest: Digest) -> None:
        ask("asked@example.org", network="192.0.2.0/24", where="https://example.org/", words="Yes")
        enrol("ada@example.org")
        path = tmp_path / "readers.csv"

        assert call("export", path, "--all").exit_code == 0

        assert path.stat().st_mode & 0o777 == 0o600
        rows = list(csv.DictReader(io.StringIO(path.read_text())))
        assert [(row["email"], row["status"]) for row in rows] == [
            ("asked@example.org", "asked"),
            ("ada@example.org", "confirmed"),
        ]
        [consent] = json.loads(rows[0]["consents"])
        assert (consent["where"], consent["words"]) == ("https://example.org/", "Yes")
        Reader.objects.all().delete()
        told, _ = imported(path)
        assert (told["added"], told["refused"]) == (1, 1)
        assert call("export", "-").output.startswith("email,status")
        assert Entry.objects.filter(what="readers.exported").count() == 2

    def test_all_that_is_known_of_a_reader_is_shown_and_that_is_kept(self, digest: Digest) -> None:
        ask("ada@example.org", network="192.0.2.0/24")

        known = json.loads(call("show", "Ada@example.org").output)

        assert (known["email"], known["status"]) == ("ada@example.org", "asked")
        assert [one["kind"] for one in known["consents"]] == ["asked"]
        assert len(known["confirmations"]) == 1
        entry = Entry.objects.get(what="reader.shown")
        assert "ada" not in f"{entry.subject} {entry.data}"
        assert call("show", "other@example.org").exit_code == 1
        assert call("show", "other").exit_code == 1
