using System.ComponentModel;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>
/// The token of an account, from where it is told to come. It is kept, and read anew when somebody says so, when the server refuses
/// it, and when its file has changed.
/// </summary>
internal sealed class AccountToken(string where, Func<CancellationToken, Task<string>> read, Func<DateTime?> changed, SecretRedactor? secrets = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private SharedTokenRead? _reading;
    private DateTime? _seen;

    private DateTime? Changed => changed();

    /// <summary>Where it comes from, for people.</summary>
    public string Where => where;

    /// <param name="config">Where it comes from.</param>
    /// <param name="tokenVariables">The environment variables that hold tokens, which a command is not to see.</param>
    /// <param name="io">The environment.</param>
    public static AccountToken Of(TokenConfig config, IReadOnlyCollection<string> tokenVariables, CliContext io) => config switch
    {
        TokenConfig.FromVariable variable => new($"the environment variable {variable.Name}", _ => Task.FromResult(io.Environment(variable.Name) ?? ""), () => null, io.Secrets),
        TokenConfig.FromFile file => Of(file, io),
        TokenConfig.FromCommand command => new($"the output of {command.Program}", new TokenCommand(command, tokenVariables).RunAsync, () => null, io.Secrets),
        _ => throw new ArgumentOutOfRangeException(nameof(config)),
    };

    /// <summary>A token that was given once.</summary>
    public static AccountToken Of(string token) => new("what was given", _ => Task.FromResult(token), () => null);

    public static AccountToken Of(TokenConfig.FromFile config, CliContext io, bool warned = false)
    {
        var file = new TokenFile(config.Path);
        return new AccountToken(config.Path, ReadAsync, () => file.Changed, io.Secrets);

        async Task<string> ReadAsync(CancellationToken cancellationToken)
        {
            var text = await file.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!warned)
                TokenFile.WarnIfOthersMayRead(config.Path, io);
            warned = true;
            return text;
        }
    }

    /// <summary>One that was read from a file just now. A pipe gives it once.</summary>
    public static AccountToken Of(TokenConfig.FromFile config, string token, CliContext io)
    {
        var account = Of(config, io, warned: true);
        account._seen = account.Changed;
        account._reading = new SharedTokenRead(_ => Task.FromResult(new EventsToken(token)));
        return account;
    }

    /// <summary>Reads it anew the next time.</summary>
    public void Forget()
    {
        lock (_lock)
            _reading = null;
    }

    /// <exception cref="CliException">There is none, or it cannot be read; the message holds nothing of it.</exception>
    public async ValueTask<EventsToken> ReadAsync(CancellationToken cancellationToken) =>
        await Current().WaitAsync(cancellationToken).ConfigureAwait(false);

    // Whoever asks while it is being read waits for the same reading.
    private SharedTokenRead Current()
    {
        lock (_lock)
        {
            if (_reading is null or { HasFailed: true } || Changed != _seen)
                (_seen, _reading) = (Changed, new SharedTokenRead(ReadNowAsync));
            return _reading;
        }
    }

    private async Task<EventsToken> ReadNowAsync(CancellationToken abandoned)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        patience.CancelAfter(Patience);
        try
        {
            // Elsewhere: starting a program takes a while, during which no other caller is to be blocked by the lock.
            var text = (await Task.Run(() => read(patience.Token), patience.Token).ConfigureAwait(false)).Trim();
            secrets?.Add(text);
            return text.Length > 0 ? new EventsToken(text) : throw CliException.Usage($"there is no token in {where}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw CliException.Usage($"the token could not be read from {where}: {e.Message}");
        }
        catch (ArgumentException e)
        {
            throw CliException.Usage($"what is in {where} is no token: {Format.Message(e)}");
        }
        catch (OperationCanceledException) when (!abandoned.IsCancellationRequested)
        {
            throw CliException.Usage($"the token did not come from {where} within {Duration.Text(Patience)}.");
        }
    }
}
