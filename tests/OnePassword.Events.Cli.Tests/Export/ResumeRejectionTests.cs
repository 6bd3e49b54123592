using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using static OnePassword.Events.Cli.Tests.Export.InterruptedExport;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>An export that cannot be resumed is rejected, and its files are kept.</summary>
public sealed class ResumeRejectionTests
{
    [Test]
    [Platform("Unix,Linux,MacOsX")]
    public async Task Resume_does_not_follow_a_manifest_that_is_a_link()
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        File.Delete(fixture.Folder["itemusages.export.json"]);
        File.CreateSymbolicLink(fixture.Folder["itemusages.export.json"], "/dev/zero");

        (
            await ExportAsync(
                fixture,
                [.. SmallPages, "itemusages", "--resume"])).FailedWith(7, "itemusages.export.json is a symbolic link, which is not followed");
    }

    [Test]
    public async Task Resume_rejects_another_file_of_sufficient_length([Values] bool complete)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "auditevents", "itemusages"]);
        var file = complete ? "auditevents.ndjson" : "itemusages.ndjson.partial";
        if (!complete)
            CutToKept(fixture);
        var other = fixture.Folder.Read(file);
        other[^20]++;
        await File.WriteAllBytesAsync(fixture.Folder[file], other);

        (
            await ResumeAsync(
                fixture, [.. SmallPages, "auditevents", "itemusages"])).FailedOnLastLineWith(7, $"{file} has other content, but ");

        Assert.That(fixture.Folder.Read(file), Is.EqualTo(other));
    }

    [TestCase("--since", "12h", "the interrupted export in", "used --since 120d. Use the same options, or use --overwrite instead of --resume to restart.")]
    [TestCase("--until", "1h", "the interrupted export in", "did not use --until")]
    [TestCase("--api", "v1", "the interrupted export in", "used --api v2")]
    [TestCase("--gzip", null, "the interrupted export in", "did not use --gzip")]
    [TestCase("--format", "ocsf", "the interrupted export in", "used --format raw")]
    public async Task Resume_with_other_options_is_rejected_and_changes_nothing(
        string option, string? value, string message, string reason)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        var before = fixture.Folder.Files.Select(file => fixture.Folder.ReadText(file)).ToList();

        string[] options = value is null ? [option] : [option, value];
        var run = await ResumeAsync(fixture, ["itemusages", .. SmallPages, .. options]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain(message).And.Contain(reason));
        Assert.That(fixture.Folder.Files.Select(file => fixture.Folder.ReadText(file)), Is.EqualTo(before));
    }

    [Test]
    public async Task Resume_with_another_account_is_rejected([Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages", "--api", CliFixture.Version(api)]);
        var manifest = fixture.Folder.ReadText("itemusages.export.json");
        fixture.Folder.Write(
            "itemusages.export.json",
            System.Text.RegularExpressions.Regex.Replace(manifest, "\"account\": \"[^\"]+\"", "\"account\": \"OTHER\""));

        Assert.That(
            (await ResumeAsync(fixture, ["itemusages", .. SmallPages, "--api", CliFixture.Version(api)])).Error,
            Does.Contain("used another account"));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("{\"version\":2}")]
    [TestCase("\u0000")]
    public async Task Resume_reports_a_corrupt_manifest(string damage)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        fixture.Folder.Write("itemusages.export.json", damage);

        (await ResumeAsync(fixture, ["itemusages", .. SmallPages])).FailedWith(
            7, "itemusages.export.json is corrupt: use --overwrite instead of --resume to restart.");
    }

    [TestCase("complete_until", "\"2027-01-01T00:00:00Z\"", "is corrupt")]
    [TestCase("complete_until", "\"2020-01-01T00:00:00Z\"", "is corrupt")]
    [TestCase("boundary_keys", "[null]", "is corrupt")]
    [TestCase("feed", "\"auditevents\"", "belongs to auditevents")]
    [TestCase("feed", "\"../elsewhere\"", "belongs to ../elsewhere")]
    public async Task Resume_reports_a_manifest_with_impossible_values(string name, string value, string message)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        var manifest = System.Text.Json.Nodes.JsonNode.Parse(fixture.Folder.ReadText("itemusages.export.json"))!.AsObject();
        manifest[name] = System.Text.Json.Nodes.JsonNode.Parse(value);
        fixture.Folder.Write("itemusages.export.json", manifest.ToJsonString());

        (await ResumeAsync(fixture, ["itemusages", .. SmallPages])).FailedWith(7, $"itemusages.export.json {message}");
    }

    [Test]
    public async Task Resume_reports_an_output_that_lost_lines([Values] bool all)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "itemusages"]);
        if (all)
            File.Delete(fixture.Folder["itemusages.ndjson.partial"]);
        else
            fixture.Folder.Write("itemusages.ndjson.partial", "short");

        (await ResumeAsync(fixture, ["itemusages", .. SmallPages])).FailedWith(
            7, $"itemusages.ndjson.partial is {(all ? "missing" : "5 bytes long")}, but the interrupted export saved ",
            "bytes of it. Restore the file, or use --overwrite instead of --resume to restart.");
    }

    [Test]
    public async Task Resume_with_standard_output_is_rejected()
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        (
            await fixture.ExportAsync(
                "itemusages", "--output", "-",
                "--resume")).FailedWith(2, "--resume requires files. It does not work with standard output.");
    }
}
