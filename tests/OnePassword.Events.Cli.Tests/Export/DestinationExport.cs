using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>Exports of an emulator to a fake endpoint.</summary>
internal static class DestinationExport
{
    public static readonly EmulatorOptions Server = new() { EventsPerFeed = 100, Quota = Quota.Off };

    public static Task<CliResult> ExportAsync(CliFixture fixture, FakeEndpoint siem, params string[] args) =>
        RunAsync(fixture, [.. Options(fixture, siem)[1..], .. args]);

    public static Task<CliResult> RunAsync(CliFixture fixture, params string[] args) => new CliRunner
    {
        Clock = fixture.Runner.Clock,
        Environment = { ["OP_EVENTS_TOKEN"] = fixture.Server.Token },
    }.StartAsync(["export", .. args]);

    public static string[] Options(CliFixture fixture, FakeEndpoint siem) =>
    [
        "export", "--url", fixture.Url, "--to", "https", "--set", $"url={siem.Url}", "--state", fixture.Folder["state"], "--page-size", "20",
    ];

    public static List<string> All(CliFixture fixture) => [.. CliFixture.AllFeeds.SelectMany(feed => Lines(fixture, feed))];

    public static string[] Lines(CliFixture fixture, EmulatorFeed feed) => CliFixture.SplitLines(fixture.Lines(feed));

    public static string WriteConfig(CliFixture fixture, string outputs)
    {
        fixture.Folder.Write("acme.token", fixture.Server.Token);
        return fixture.Folder.Write("follow.json", $$"""
            {
              "accounts": [{ "name": "acme", "url": "{{fixture.Url}}", "token": { "file": "acme.token" } }],
              "state": "state",
              "outputs": [{{outputs}}]
            }
            """);
    }
}
