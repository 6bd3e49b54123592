using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Follow reads tokens again when their source changes, and waits for slow sources.</summary>
public sealed class FollowTokenTests
{
    [Test]
    public async Task Follow_retries_while_the_token_is_revoked()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Start();
        await follower.HasAllAsync();
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 401 });
        await follower.ReportedAsync("op-events: auditevents at ");

        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);

        await follower.HasAllAsync();
        await follower.ReportedAsync("auditevents: works again after 1 failure.");
    }

    [Test]
    public async Task Changed_token_file_is_reloaded()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var file = follower.Folder.Write("token", "t0ken-of-yesterday");
        follower.StartOf(
            ["--url", follower.Server.BaseAddress.AbsoluteUri, "--output", follower.Out, "--state", follower.State, "--token-file", file, "--poll", "1s"]);
        await follower.ReportedAsync("Retrying in 2s.");

        await File.WriteAllTextAsync(file, follower.Server.Token);

        await follower.HasAllAsync();
        await follower.ReportedAsync("works again after ");
        var retries = follower.Error.Split('\n').Where(line => line.Contains("Retrying in ", StringComparison.Ordinal)).ToList();
        Assert.That(retries[0], Does.StartWith("op-events: "), "an error, because an operator must act");
        Assert.That(retries.Skip(1), Is.Not.Empty.And.None.StartsWith("op-events: "));
        Assert.That(follower.Error, Does.Contain($"works again after {retries.Count} failures."));
    }

    [Test]
    public async Task Follow_continues_with_the_new_token_after_a_rotation()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var file = follower.Folder.Write("token", follower.Server.Token);
        follower.Start("--token-file", file);
        await follower.HasAllAsync();

        var token = follower.Server.RotateToken();
        await follower.ReportedAsync("auditevents at ");
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        await File.WriteAllTextAsync(file, token);

        await follower.HasAllAsync();
    }

    [Test]
    [Description("Regression: such an account was neither followed nor reported.")]
    public async Task Account_with_an_impossible_token_path_is_reported()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Folder.Write("token", follower.Server.Token);

        follower.StartOf(["--config", follower.WriteConfig(new string('x', 300))]);

        await follower.ReportedAsync("other: the token could not be read from ");
        await Wait.UntilAsync(() => NumberedFiles.TryLines(follower.Out, "acme-itemusages")?.Count == 60);
        Assert.That(follower.Get("/healthz"), Does.Contain("\"account\": \"other\""));
    }

    [Test]
    [Description("Regression: a token pipe without a writer blocked every account.")]
    public async Task Account_waiting_for_a_token_pipe_does_not_delay_the_others()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Folder.Write("token", follower.Server.Token);
        using (var make = System.Diagnostics.Process.Start("mkfifo", [follower.Folder["pipe"]]))
            await make.WaitForExitAsync();

        follower.StartOf(["--config", follower.WriteConfig("pipe")]);

        await Wait.UntilAsync(() => NumberedFiles.TryLines(follower.Out, "acme-itemusages")?.Count == 60);
        Assert.That((await follower.StopAsync()).ExitCode, Is.Zero);
    }

    [Test]
    [Description("Regression: a second read of the pipe found no token.")]
    public async Task Token_from_a_pipe_option_is_read_once()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var pipe = follower.Folder["pipe"];
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync();
        follower.Folder.Write("token", follower.Server.Token);
        using var writer = System.Diagnostics.Process.Start("bash", ["-c", "cat \"$1\" > \"$2\"", "bash", follower.Folder["token"], pipe]);

        var run = await follower.OnceAsync("--token-file", pipe);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        follower.AssertAll();
    }

    [Test]
    public async Task Token_from_a_pipe_in_the_configuration_is_read_once()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var pipe = follower.Folder["pipe"];
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync();
        using var writer = System.Diagnostics.Process.Start("bash", ["-c", "cat \"$1\" > \"$2\"", "bash", follower.Folder.Write("token", follower.Server.Token), pipe]);

        var run = await follower.RunAsync("--config", follower.WriteConfig("pipe"), "--once");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
    }

    [Test]
    [Category("InProcess")]
    public async Task Token_file_behind_changed_links_is_reloaded()
    {
        await using var follower = await FollowFixture.CreateAsync();
        Directory.CreateDirectory(follower.Folder["old"]);
        Directory.CreateDirectory(follower.Folder["new"]);
        await File.WriteAllTextAsync(Path.Combine(follower.Folder["old"], "token"), "t0ken-of-yesterday");
        await File.WriteAllTextAsync(Path.Combine(follower.Folder["new"], "token"), "t0ken-of-today");
        File.SetLastWriteTimeUtc(Path.Combine(follower.Folder["old"], "token"), DateTime.UnixEpoch);
        Directory.CreateSymbolicLink(follower.Folder["data"], follower.Folder["old"]);
        File.CreateSymbolicLink(follower.Folder["token"], Path.Combine(follower.Folder["data"], "token"));
        var token = AccountToken.From(
            new SecretSource.FromFile(follower.Folder["token"]),
            new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, TimeProvider.System));
        var before = await token.ReadAsync(default);

        Directory.Delete(follower.Folder["data"]);
        Directory.CreateSymbolicLink(follower.Folder["data"], follower.Folder["new"]);

        Assert.That(await token.ReadAsync(default), Is.Not.SameAs(before));
    }
}
