using System.ComponentModel;
using System.Diagnostics;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Connection;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// The token of an account, from where it is told to come. It is kept, and read anew when somebody says so, when the server refuses
/// it, and when its file has changed.
/// </summary>
internal sealed class AccountToken(string where, Func<CancellationToken, Task<string>> read, Func<DateTime?> changed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Task<EventsToken>? _reading;
    private DateTime? _seen;

    /// <summary>Where it comes from, for people.</summary>
    public string Where => where;

    public static AccountToken Of(TokenConfig config, ToolIo io) => config switch
    {
        TokenConfig.FromVariable variable => new($"the environment variable {variable.Name}", _ => Task.FromResult(io.Environment(variable.Name) ?? ""), () => null),
        TokenConfig.FromFile file => Of(file, io, warned: false),
        TokenConfig.FromCommand command => new($"the output of {command.Program}", token => RunAsync(command, token), () => null),
        _ => throw new ArgumentOutOfRangeException(nameof(config)),
    };

    /// <summary>A token that was given once.</summary>
    public static AccountToken Of(string token) => new("what was given", _ => Task.FromResult(token), () => null);

    /// <summary>One that was read from a file just now. A pipe gives it once.</summary>
    public static AccountToken Of(TokenConfig.FromFile file, string token, ToolIo io)
    {
        var account = Of(file, io, warned: true);
        (account._seen, account._reading) = (Changed(file.Path), Task.FromResult(new EventsToken(token)));
        return account;
    }

    /// <summary>Reads it anew the next time.</summary>
    public void Forget()
    {
        lock (_lock)
            _reading = null;
    }

    /// <exception cref="ToolException">There is none, or it cannot be read; the message holds nothing of it.</exception>
    public async ValueTask<EventsToken> ReadAsync(CancellationToken cancellationToken) =>
        await Current().WaitAsync(cancellationToken).ConfigureAwait(false);

    // Whoever asks while it is being read waits for the same reading.
    private Task<EventsToken> Current()
    {
        lock (_lock)
        {
            if (_reading is null or { IsFaulted: true } or { IsCanceled: true } || changed() != _seen)
                (_seen, _reading) = (changed(), ReadNowAsync());
            return _reading;
        }
    }

    private async Task<EventsToken> ReadNowAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            // Elsewhere: to open a pipe that nobody writes to blocks, and other accounts are not to wait for that.
            var text = (await Task.Run(() => read(patience.Token), patience.Token).WaitAsync(patience.Token).ConfigureAwait(false)).Trim();
            return text.Length > 0 ? new EventsToken(text) : throw ToolException.Usage($"there is no token in {where}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw ToolException.Usage($"the token could not be read from {where}: {e.Message}");
        }
        catch (ArgumentException e)
        {
            throw ToolException.Usage($"what is in {where} is no token: {e.Message.Split(" (Parameter '", StringSplitOptions.None)[0]}");
        }
        catch (OperationCanceledException)
        {
            throw ToolException.Usage($"the token did not come from {where} within {Duration.Text(Patience)}.");
        }
    }

    // That of the file itself: where a secret is mounted, links lead to it, and stay as they are. Null: reading it says what is wrong.
    private static DateTime? Changed(string path)
    {
        try
        {
            return File.GetLastWriteTimeUtc(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static AccountToken Of(TokenConfig.FromFile file, ToolIo io, bool warned)
    {
        return new AccountToken(file.Path, ReadAsync, () => Changed(file.Path));

        async Task<string> ReadAsync(CancellationToken cancellationToken)
        {
            var text = await File.ReadAllTextAsync(file.Path, cancellationToken).ConfigureAwait(false);
            if (!warned)
                TokenFile.WarnIfOthersMayRead(file.Path, io);
            warned = true;
            return text;
        }
    }

    // What it says on standard error goes to ours: it may ask somebody to sign in.
    private static async Task<string> RunAsync(TokenConfig.FromCommand command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0 ? output : throw new IOException($"it ended with exit code {process.ExitCode}.");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
