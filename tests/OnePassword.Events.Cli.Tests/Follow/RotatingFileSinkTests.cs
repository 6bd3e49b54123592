using System.Text;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Files whose name changes with the accounts.</summary>
[Category("InProcess")]
public sealed class RotatingFileSinkTests
{
    [Test]
    [Description("Regression: the next empty page put the checkpoint back to the former files.")]
    public async Task New_name_stays_if_the_first_page_fails_after_it_was_saved()
    {
        using var output = new RotatingFilesFixture();
        var former = await output.Open(committed: null).AppendAsync("{1}\n");
        using var sink = new RotatingFileSink(output.In(output.Folder.Path), "acme-auditevents", output.Options, new LineFormatter(envelope: null));
        sink.Open(With(former.ToJson()));
        string? saved = null;
        Assert.ThrowsAsync<IOException>(() => sink.AppendAsync(
            Page("""{"uuid":"2","timestamp":"2026-01-31T11:00:00Z"}""", state =>
            {
                saved = state;
                throw new IOException("the folder of the checkpoint could not be synced");
            }),
            CancellationToken.None));

        sink.Open(With(saved!));

        var state = await sink.AppendAsync(Page(json: null, _ => Task.CompletedTask), CancellationToken.None);
        Assert.That(OutputPosition.Parse(state)!.File, Is.EqualTo("acme-auditevents-00000001.ndjson"));
    }

    private static OutputPage Page(string? json, Func<string, Task> save) => new(
        json is null ? [] : [RawEvent.Parse(Encoding.UTF8.GetBytes(json))],
        new EventOrigin { Feed = FeedNames.AuditEvents, ReadAt = CliFixture.Now },
        MayHaveArrived: false,
        save);

    private static Checkpoint With(string state) =>
        new() { Host = "127.0.0.1", ApiVersion = "v2", Feed = FeedNames.AuditEvents, State = state };
}
