using System.Text;
using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Follow writes lines to files and to standard output.</summary>
public sealed class FollowOutputTests
{
    [Test]
    public async Task Rotated_files_are_named_in_the_order_of_the_events()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await follower.OnceAsync("--rotate-size", "1KB", "--gzip");

        follower.AssertAll();
        Assert.That(NumberedFiles.Files(follower.Out, "auditevents").Select(Path.GetFileName), Is.EqualTo(new[]
        {
            "auditevents-00000001.ndjson.gz", "auditevents-00000002.ndjson.gz", "auditevents-00000003.ndjson.gz",
        }));
    }

    [Test]
    public async Task Follow_to_standard_output_has_the_bytes_of_the_feed()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var run = await follower.RunAsync(
            "signinattempts", "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--output", "-",
            "--once");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.OutputText.TrimEnd('\n').Split('\n'), Is.EqualTo(follower.Served(EmulatorFeed.SignInAttempts)));
    }

    [Test]
    public async Task Followed_envelope_has_account_feed_region_and_time()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var run = await follower.RunAsync(
            "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--output", "-", "--once", "--format", "envelope");

        var lines = run.OutputText.TrimEnd('\n').Split('\n');
        Assert.That(lines, Has.Length.EqualTo(180));
        using var line = JsonDocument.Parse(lines[0]);
        Assert.That(
            line.RootElement.EnumerateObject().Select(property => property.Name),
            Is.EqualTo(new[] { "account", "feed", "region", "read_at", "event" }));
        Assert.That(
            lines.Select(text => text[(text.IndexOf("\"event\":", StringComparison.Ordinal) + 8)..^1]),
            Is.EquivalentTo(CliFixture.AllFeeds.SelectMany(follower.Served)));
    }

    [Test]
    public async Task Follow_of_several_feeds_to_standard_output_requires_a_format_that_names_the_feed()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var run = await follower.RunAsync(
            "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--output", "-");
        run.FailedWith(2, "standard output would mix the events of several feeds");
    }

    [Test]
    [Description("Regression: the gzip stream lacked its end.")]
    public async Task Compressed_standard_output_of_a_follow_is_a_complete_gzip_stream()
    {
        await using var follower = await FollowFixture.CreateAsync();

        var run = await follower.OnceAsync("auditevents", "--output", "-", "--gzip");

        using var compressed = new MemoryStream(run.Output);
        await using var unpacked = new System.IO.Compression.GZipStream(
            compressed, System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        Assert.That(
            (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Is.EqualTo(follower.Served(EmulatorFeed.AuditEvents)));
        Assert.That(run.Output[^4..], Is.Not.All.Zero, "the length of the uncompressed data");
        Assert.That(
            BitConverter.ToUInt32(run.Output.AsSpan()[^4..]),
            Is.EqualTo(follower.Served(EmulatorFeed.AuditEvents).Sum(line => Encoding.UTF8.GetByteCount(line) + 1)));
    }

    [Test]
    [Category("InProcess")]
    public async Task Closed_standard_output_stops_a_follow()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var tool =
            new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = follower.Server.Token }, Output = new FullDisk(room: 100) };
        var run = await tool.StartAsync(
            ["follow", "itemusages", "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--output", "-"]);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Contain("the output cannot be written"));
        using var state = FileCheckpointStore.OpenReadOnly(follower.State);
        Assert.That((await state.LoadAsync("itemusages"))!.Cursor, Is.Null, "an unwritten page is not committed");
    }
}
