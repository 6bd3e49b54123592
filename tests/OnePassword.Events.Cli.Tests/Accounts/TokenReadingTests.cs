using System.Diagnostics;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Accounts;

/// <summary>A token is read once for several callers.</summary>
[Platform("Unix,Linux,MacOsX")]
[Category("InProcess")]
public sealed class TokenReadingTests
{
    [Test]
    public void Program_is_found_in_the_first_PATH_folder_with_an_executable_of_that_name()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a/tool", "c", "d" })
            Directory.CreateDirectory(folder[name]);
        folder.Write("c/tool", "not executable");
        var path = folder.Write("d/tool", "");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.That(
            ProgramPath.Find("tool", string.Join(Path.PathSeparator, folder["a"], folder["b"], folder["c"], folder["d"])),
            Is.EqualTo(folder["d/tool"]));
        Assert.That(() => ProgramPath.Find("tool", folder["c"]), Throws.InstanceOf<IOException>());
        Assert.That(() => ProgramPath.Find("tool", path: null), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Shared_token_read_continues_until_its_last_caller_cancels()
    {
        var ended = new TaskCompletionSource();
        var reading = new SharedRead<EventsToken>(async cancellationToken =>
        {
            await Task.Delay(
                Timeout.InfiniteTimeSpan, TimeProvider.System,
                cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.SetResult();
            throw new OperationCanceledException(cancellationToken);
        });
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var waits = new[] { reading.WaitAsync(first.Token), reading.WaitAsync(second.Token) };

        await first.CancelAsync();
        Assert.That(async () => await waits[0], Throws.InstanceOf<OperationCanceledException>());
        Assert.That(ended.Task.IsCompleted, Is.False);
        await second.CancelAsync();
        Assert.That(async () => await waits[1], Throws.InstanceOf<OperationCanceledException>());

        Assert.That(ended.Task.IsCompleted, Is.True);
        Assert.That(reading.HasFailed, Is.True);
    }

    [Test]
    public async Task Token_written_to_a_pipe_late_is_read_after_cancelled_reads()
    {
        using var folder = new TemporaryFolder();
        using (var make = Process.Start("mkfifo", [folder["pipe"]]))
            await make.WaitForExitAsync();
        var file = new SecretFile(
            folder["pipe"], new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, TimeProvider.System));
        for (var turn = 0; turn < 2; turn++)
        {
            using var patience = new CancellationTokenSource();
            var reading = file.ReadAsync(patience.Token);
            await patience.CancelAsync();
            Assert.That(async () => await reading, Throws.InstanceOf<OperationCanceledException>());
        }

        var last = file.ReadAsync(CancellationToken.None);
        await File.WriteAllTextAsync(folder["pipe"], "t0ken");

        Assert.That(await last.WaitAsync(Wait.Limit, TimeProvider.System), Is.EqualTo("t0ken"));
    }
}
