using System.Diagnostics;
using OnePassword.Events.Cli.Tests.Follow;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Accounts;

/// <summary>The program that prints a token: its end, its environment and its path.</summary>
[Platform("Unix,Linux,MacOsX")]
[Category("Slow")]
public sealed class TokenCommandTests
{
    [Test]
    public async Task Signal_stops_a_follow_and_kills_its_hanging_token_command_with_child_processes(
        [Values("TERM", "INT")] string signal)
    {
        await using var follower = await FollowFixture.CreateAsync();
        var alive = await PipeAsync(follower, "alive");
        using var tool = CliProcess.Start("", "follow", "--config", Config(follower, $"exec 3> {alive}; sleep 600 & echo started >&3; wait"));
        using var holders = await OpenAsync(alive);
        Assert.That(await holders.ReadLineAsync(), Is.EqualTo("started"));

        await tool.SignalAsync(signal);
        var (exitCode, _, error) = await tool.EndAsync();

        Assert.That(exitCode, Is.Zero, error);
        Assert.That(
            await holders.ReadToEndAsync().WaitAsync(Wait.Limit, TimeProvider.System), Is.Empty,
            "the pipe ends when no process holds it");
    }

    [Test]
    public async Task Signal_stops_config_check_and_kills_its_hanging_token_command()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var alive = await PipeAsync(follower, "alive");
        using var tool = CliProcess.Start("", "config", "check", Config(follower, $"exec 3> {alive}; sleep 600 & echo started >&3; wait"));
        using var holders = await OpenAsync(alive);
        Assert.That(await holders.ReadLineAsync(), Is.EqualTo("started"));

        await tool.SignalAsync("TERM");

        Assert.That((await tool.EndAsync()).ExitCode, Is.EqualTo(130));
        Assert.That(await holders.ReadToEndAsync().WaitAsync(Wait.Limit, TimeProvider.System), Is.Empty);
    }

    [Test]
    public async Task Token_is_used_when_the_command_exits_although_a_child_process_holds_its_output()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var release = await PipeAsync(follower, "release");
        using var tool = CliProcess.Start("", "follow", "--once", "--config", Config(follower, $"cat {TokenFile(follower)}; sh -c 'cat < {release}' 2> /dev/null &"));

        try
        {
            var (exitCode, _, error) = await tool.EndAsync();
            Assert.That(exitCode, Is.Zero, error);
        }
        finally
        {
            await (await Task.Run(() => File.OpenWrite(release)).WaitAsync(Wait.Limit, TimeProvider.System)).DisposeAsync(); // The child waits for this, and exits.
        }
        follower.AssertAll();
    }

    [Test]
    public async Task Token_command_has_an_empty_standard_input()
    {
        await using var follower = await FollowFixture.CreateAsync();
        using var tool = CliProcess.Start("", "follow", "--once", "--config", Config(follower, $"cat; cat {TokenFile(follower)}"));

        var (exitCode, _, error) = await tool.EndAsync();

        Assert.That(exitCode, Is.Zero, error);
    }

    [Test]
    public async Task Token_command_does_not_inherit_token_variables()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var seen = follower.Folder["seen"];
        var config = Config(follower, $"env > {seen}; cat {TokenFile(follower)}", """{ "name": "globex", "url": "http://127.0.0.1:1", "token": { "env": "GLOBEX" }, "outputs": [{ "type": "https", "url": "https://127.0.0.1:1", "token": { "env": "SIEM_TOKEN" } }] },""");
        using var tool = CliProcess.StartIn(follower.Folder.Path, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OP_EVENTS_TOKEN"] = "s3cret-1",
            ["EVENTS_API_TOKEN"] = "s3cret-2",
            ["GLOBEX"] = "s3cret-3",
            ["SIEM_TOKEN"] = "s3cret-5",
            ["OP_EVENTS_LISTEN_TOKEN"] = "s3cret-4",
            ["OP_SERVICE_ACCOUNT_TOKEN"] = "needed",
        }, "follow", "--config", config);
        await Wait.UntilAsync(() => NumberedFiles.TryLines(follower.Out, "acme-itemusages")?.Count == 60);

        var environment = await File.ReadAllTextAsync(seen);

        Assert.That(environment, Does.Not.Contain("s3cret").And.Contain("OP_SERVICE_ACCOUNT_TOKEN=needed"));
    }

    [Test]
    public async Task Token_command_is_found_on_the_PATH_and_not_in_the_current_folder()
    {
        await using var follower = await FollowFixture.CreateAsync();
        using var planted = new TemporaryFolder();
        Script(planted, "print-token", "echo planted > planted; echo planted");
        var config = Config(follower, """["print-token"]""");
        using var tool = CliProcess.StartIn(planted.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = $".::{Environment.GetEnvironmentVariable("PATH")}" }, "follow", "--once", "--config", config);

        var (exitCode, _, error) = await tool.EndAsync();

        Assert.That(exitCode, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain("no folder on the PATH contains 'print-token'. Specify its full path."));
        Assert.That(planted["planted"], Does.Not.Exist);
    }

    [Test]
    public async Task Path_of_a_token_command_starts_from_the_folder_of_the_configuration()
    {
        await using var follower = await FollowFixture.CreateAsync();
        Script(follower.Folder, "print-token", $"cat {TokenFile(follower)}");

        var run = await follower.RunAsync("--once", "--config", Config(follower, """["./print-token"]"""));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
    }

    [Test]
    public async Task Token_command_with_endless_output_is_killed_and_reported()
    {
        await using var follower = await FollowFixture.CreateAsync();

        var run = await follower.RunAsync("--once", "--config", Config(follower, "yes"));

        Assert.That(run.ExitCode, Is.EqualTo(2), run.Error);
        Assert.That(run.Error, Does.Contain("it printed more than 65,536 characters."));
    }

    private static string TokenFile(FollowFixture follower) => follower.Folder.Write("token", follower.Server.Token);

    private static void Script(TemporaryFolder folder, string name, string commands)
    {
        var path = folder.Write(name, $"#!/bin/sh\n{commands}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task<string> PipeAsync(FollowFixture follower, string name)
    {
        using var make = Process.Start("mkfifo", [follower.Folder[name]]);
        await make.WaitForExitAsync();
        return follower.Folder[name];
    }

    // Opening it for reading blocks until another process opens it for writing.
    private static Task<StreamReader> OpenAsync(string pipe) =>
        Task.Run(() => new StreamReader(pipe)).WaitAsync(Wait.Limit, TimeProvider.System);

    private static string Config(FollowFixture follower, string command, string others = "") => follower.Folder.Write("follow.json", $$"""
        {
          "accounts": [
            {{others}}
            { "name": "acme", "url": "{{follower.Server.BaseAddress}}", "token": { "command": {{(command.StartsWith('[') ? command : $"[\"sh\", \"-c\", \"{command}\"]")}} } }
          ],
          "state": "state", "outputs": [{ "type": "files", "folder": "out" }], "poll": { "min": "1s", "max": "1s" }
        }
        """);
}
