using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>Starts, interrupts and resumes exports in the folder of a fixture.</summary>
internal static class InterruptedExport
{
    public static readonly EmulatorOptions Server = new() { EventsPerFeed = 2_000, Quota = Quota.Off };
    public static readonly string[] SmallPages = ["--page-size", "20"];

    public static readonly Fault SomePageFails = new() { Feed = EmulatorFeed.ItemUsages, Status = 404, After = 60 };

    public static Task<CliResult> ResumeAsync(CliFixture fixture, params string[] options) =>
        ExportAsync(fixture, [.. options, "--resume"]);

    public static Task<CliResult> ExportAsync(CliFixture fixture, string[] options) => new CliRunner
    {
        Clock = fixture.Runner.Clock,
        Environment = { ["OP_EVENTS_TOKEN"] = fixture.Server.Token },
    }.StartAsync(["export", "--url", fixture.Url, "--output", fixture.Folder.Path, .. options]);

    /// <summary>Returns a value of what the manifest of a feed says is in the output: its length, events or pages.</summary>
    public static int Kept(CliFixture fixture, string value = "length")
    {
        var manifest = JsonElement.Parse(fixture.Folder.ReadText("itemusages.export.json"));
        return (manifest.TryGetProperty("window", out var window) ? window : manifest).GetProperty(value).GetInt32();
    }

    public static void CutToKept(CliFixture fixture)
    {
        using var partial = File.OpenWrite(fixture.Folder["itemusages.ndjson.partial"]);
        partial.SetLength(Kept(fixture));
    }

    public static byte[] Content(CliFixture fixture, string file) =>
        file.EndsWith(".gz", StringComparison.Ordinal) ? fixture.Folder.UnzipMembers(file) : fixture.Folder.Read(file);

    /// <summary>Returns the bytes of the event in an envelope.</summary>
    public static string EventOf(string line) => line[(line.IndexOf("\"event\":", StringComparison.Ordinal) + 8)..^1];
}
