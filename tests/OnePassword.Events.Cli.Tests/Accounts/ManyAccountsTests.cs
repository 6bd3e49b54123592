using System.Globalization;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Accounts;

/// <summary>Many accounts in one process.</summary>
[Category("Slow")]
public sealed class ManyAccountsTests
{
    private const int Accounts = 20;

    [Test]
    [Category("InProcess")]
    public async Task Sixteen_accounts_connect_at_a_time_and_hanging_ones_free_their_place_after_a_second()
    {
        var clock = new FakeClock(CliFixture.Now);
        using var input = new StringReader("");
        var cli = new CliContext(Stream.Null, TextWriter.Null, input, _ => null, clock);
        using var connector = new AccountConnector(cli);
        using var stop = new CancellationTokenSource();
        var reads = 0;
        var opening = Enumerable.Range(0, Accounts).Select(
            _ => connector.OpenAsync(new Account(null, Hanging(), null, IsV1: false, []), stop.Token)).ToList();
        await Wait.UntilAsync(() => Volatile.Read(ref reads) == 16);

        clock.Advance(TimeSpan.FromSeconds(1));

        await Wait.UntilAsync(() => Volatile.Read(ref reads) == Accounts);
        await stop.CancelAsync();
        foreach (var one in opening)
            Assert.That(async () => await one, Throws.InstanceOf<OperationCanceledException>());

        AccountToken Hanging() => new(new TokenSource.FromCommand("hang", []), async token =>
        {
            Interlocked.Increment(ref reads);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return "";
        }, cli);
    }

    [Test]
    public async Task Low_limit_of_open_files_is_rejected_with_a_limit_that_is_sufficient()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no such limit.");
        await using var server = await EventsEmulator.StartAsync(
            new EmulatorOptions { EventsPerFeed = 25, Token = "t0ken", Quota = Quota.Off });
        using var folder = new TemporaryFolder();
        string[] follow = ["follow", "--once", "--config", Config(folder, server, Accounts)];
        using var limited = CliProcess.StartWithOpenFiles(256, follow);
        var (exitCode, _, error) = await limited.EndAsync();
        Assert.That(exitCode, Is.EqualTo(2), error);
        var limit = Regex.Match(
            error,
            "^op-events: following 60 feeds requires up to ([0-9]+) open files, and the limit is 256\\. Raise it to 512 with `ulimit -n`",
            RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.That(limit.Success, error);

        using var tool = CliProcess.StartWithOpenFiles(int.Parse(limit.Groups[1].ValueSpan, CultureInfo.InvariantCulture), follow);
        (exitCode, _, error) = await tool.EndAsync();

        Assert.That(exitCode, Is.Zero, error);
        Assert.That(error, Does.Not.Contain("Too many open files"));
        Assert.That(Directory.GetFiles(folder["out"], "*.ndjson"), Has.Length.EqualTo(3 * Accounts));
    }

    [Test]
    public async Task Following_one_account_needs_at_most_256_open_files()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no such limit.");
        await using var server = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 25, Token = "t0ken" });
        using var folder = new TemporaryFolder();
        using var tool = CliProcess.StartWithOpenFiles(256, "follow", "--once", "--config", Config(folder, server, accounts: 1));

        var (exitCode, _, error) = await tool.EndAsync();

        Assert.That(exitCode, Is.Zero, error);
    }

    private static string Config(TemporaryFolder folder, EventsEmulator server, int accounts)
    {
        folder.Write("token", server.Token);
        var list = Enumerable.Range(0, accounts).Select(number => $$"""{ "name": "a{{number}}", "url": "{{server.BaseAddress}}", "token": { "file": "token" } }""");
        return folder.Write("follow.json", $$"""{ "accounts": [{{string.Join(',', list)}}], "state": "state", "outputs": [{ "type": "files", "folder": "out" }], "listen": 0 }""");
    }
}
