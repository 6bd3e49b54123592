using System.Net;
using System.Net.Sockets;
using System.Text;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Messages;

/// <summary>The real process under systemd: the state of the service, and the priorities of the journal.</summary>
[Category("Slow")]
[Platform("Linux")]
public sealed class SystemdTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Service_reports_that_it_is_ready_and_that_it_stops(bool isAbstract)
    {
        using var folder = new TemporaryFolder();
        var name = isAbstract ? $"op-events-tests-{Path.GetFileName(folder.Path)}" : folder["notify"];
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + name : name));
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NOTIFY_SOCKET"] = isAbstract ? "@" + name : name,
        };
        using var tool = CliProcess.StartIn(folder.Path, environment, "follow", "--emulator", "--output", "o", "--state", "s");
        Assert.That(await ReceiveAsync(systemd), Is.EqualTo("READY=1\nSTATUS=connecting 1 account"));
        Assert.That(await ReceiveAsync(systemd), Is.EqualTo("STATUS=following 3 feeds of 1 account"));

        await tool.SignalAsync("TERM");
        Assert.That(await ReceiveAsync(systemd), Does.StartWith("STOPPING=1"));
        var (exitCode, _, error) = await tool.EndAsync();
        Assert.That(exitCode, Is.Zero, error);
    }

    [Test]
    [Description("Regression: systemd stopped the service, because one server did not respond within the start timeout.")]
    public async Task Service_is_ready_while_a_server_accepts_connections_but_never_responds()
    {
        using var folder = new TemporaryFolder();
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(folder["notify"]));
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var config = folder.Write("follow.json", $$"""
            {
              "accounts": [
                { "name": "gone", "url": "http://127.0.0.1:{{((IPEndPoint)silent.LocalEndpoint).Port}}", "token": { "file": "none" } },
                { "name": "silent", "url": "http://127.0.0.1:{{((IPEndPoint)silent.LocalEndpoint).Port}}", "token": { "file": "token" } }
              ],
              "state": "s", "outputs": [{ "type": "files", "folder": "o" }]
            }
            """);
        folder.Write("token", "t0ken-of-a-silent-server");
        using var tool = CliProcess.StartIn(
            folder.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["NOTIFY_SOCKET"] = folder["notify"] },
            "follow", "--config", config);

        var states = await ReceiveAsync(systemd);
        Assert.That(states, Does.StartWith("READY=1\nSTATUS=connecting "));
        while (!states.EndsWith("STATUS=connecting 1 account; 1 account cannot be connected", StringComparison.Ordinal))
            states += "\n" + await ReceiveAsync(systemd);

        await tool.SignalAsync("TERM");
        Assert.That((await tool.EndAsync()).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Service_without_a_reader_of_its_state_runs_with_a_warning()
    {
        using var folder = new TemporaryFolder();
        using var tool = CliProcess.StartIn(
            folder.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["NOTIFY_SOCKET"] = folder["none"] },
            "follow", "--emulator", "--once", "--output", "o", "--state", "s");
        var (exitCode, _, error) = await tool.EndAsync();
        Assert.That((exitCode, error.Contains("NOTIFY_SOCKET", StringComparison.Ordinal)), Is.EqualTo((0, true)), error);
    }

    [TestCase("text", "<6>auditevents: starts at ", "<3>op-events: ")]
    [TestCase("json", "<6>{\"timestamp\":", "<3>{\"timestamp\":")]
    public async Task Lines_in_the_journal_have_a_priority(string format, string started, string failed)
    {
        using var folder = new TemporaryFolder();
        var log = await JournalAsync(
            "i=$(readlink /proc/self/fd/2); i=${i//[^0-9]/}; export JOURNAL_STREAM=8:$i;",
            "follow", "auditevents", "--emulator", "--once", "--log-format", format, "--output", folder["o"], "--state", folder["s"]);
        Assert.That(log, Is.Not.Empty.And.All.StartsWith("<6>").And.Some.StartsWith(started));

        log = await JournalAsync(
            "i=$(readlink /proc/self/fd/2); i=${i//[^0-9]/}; export JOURNAL_STREAM=8:$i;", "export", "--log-format", format, "--page-size", "0");
        Assert.That(log.Single(), Does.StartWith(failed));
    }

    [Test]
    public async Task Lines_have_no_priority_if_standard_error_is_not_the_journal()
    {
        var log = await JournalAsync("export JOURNAL_STREAM=8:1;", "export", "--page-size", "0");
        Assert.That(log.Single(), Does.StartWith("op-events: "));
    }

    // Runs the tool with a socket as standard error, as systemd does.
    private static async Task<string[]> JournalAsync(string setup, params string[] args)
    {
        using var journal = new TcpListener(IPAddress.Loopback, 0);
        journal.Start();
        var port = ((IPEndPoint)journal.LocalEndpoint).Port;
        using var tool = CliProcess.StartInShell($"2<>/dev/tcp/127.0.0.1/{port}", setup, args);
        using var client = await journal.AcceptTcpClientAsync().WaitAsync(Wait.Limit, TimeProvider.System);
        using var reader = new StreamReader(client.GetStream());
        var text = await reader.ReadToEndAsync().WaitAsync(Wait.Limit, TimeProvider.System);
        await tool.EndAsync();
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[1_000];
        var length = await socket.ReceiveAsync(buffer).WaitAsync(Wait.Limit, TimeProvider.System);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
