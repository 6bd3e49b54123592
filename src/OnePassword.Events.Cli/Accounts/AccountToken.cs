using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>
/// The token of an account. It is cached, and read again after <see cref="Forget"/>, after a failed read, and when its file has
/// changed.
/// </summary>
internal sealed class AccountToken
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly CliContext _cli;
    private readonly Func<CancellationToken, Task<string>> _read;
    private readonly TokenFile? _file;
    private SharedTokenRead? _current;
    private DateTime? _changed;
    private byte[] _hash = [];

    /// <param name="source">The source, for messages.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="cli">The redactor that the token is added to.</param>
    /// <param name="file">The file whose change makes the token be read again; null for none.</param>
    public AccountToken(TokenSource source, Func<CancellationToken, Task<string>> read, CliContext cli, TokenFile? file = null) =>
        (Source, _read, _cli, _file) = (source, read, cli, file);

    public TokenSource Source { get; }

    /// <summary>Gets the token that was read last; null if none was read.</summary>
    public EventsToken? Latest { get; private set; }

    /// <param name="source">The source.</param>
    /// <param name="cli">The environment.</param>
    /// <param name="tokenVariables">The environment variables that hold tokens. A token command does not inherit them.</param>
    public static AccountToken From(TokenSource source, CliContext cli, IReadOnlyCollection<string>? tokenVariables = null)
    {
        switch (source)
        {
            case TokenSource.FromVariable { Name: var name }:
                return new AccountToken(source, _ => Task.FromResult(cli.Environment(name) ?? ""), cli);
            case TokenSource.FromFile { Path: var path }:
                var file = new TokenFile(path, cli);
                return new AccountToken(source, file.ReadAsync, cli, file);
            case TokenSource.FromCommand command:
                return new AccountToken(source, new TokenCommand(command, tokenVariables ?? []).RunAsync, cli);
            case TokenSource.Given { Token: var token }:
                return new AccountToken(source, _ => Task.FromResult(token), cli);
            default:
                throw new ArgumentOutOfRangeException(nameof(source));
        }
    }

    /// <summary>Makes the next <see cref="ReadAsync"/> read the source again.</summary>
    public void Forget()
    {
        lock (_lock)
            _current = null;
    }

    /// <exception cref="CliException">
    /// The source has no token or cannot be read. The message holds no part of the token.
    /// </exception>
    public async ValueTask<EventsToken> ReadAsync(CancellationToken cancellationToken) =>
        await Current().WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Returns whether a text is the token that was read last, in a time that says nothing about the token.</summary>
    public bool Matches(string text) => CryptographicOperations.FixedTimeEquals(_hash, Hash(text));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private EventsToken Remember(EventsToken token, string text)
    {
        (Latest, _hash) = (token, Hash(text));
        return token;
    }

    // Concurrent callers share one read.
    private SharedTokenRead Current()
    {
        lock (_lock)
        {
            if (_current is null or { HasFailed: true } || _file?.Changed != _changed)
                (_changed, _current) = (_file?.Changed, new SharedTokenRead(ReadSourceAsync));
            return _current;
        }
    }

    private async Task<EventsToken> ReadSourceAsync(CancellationToken abandoned)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        timeout.CancelAfter(Timeout);
        try
        {
            // On another thread: starting a program is slow, and the caller holds the lock.
            var text = await Task.Run(() => _read(timeout.Token), timeout.Token).ConfigureAwait(false);
            var token = text.TrimStart('\uFEFF').Trim(); // Some editors and shells write a byte order mark.
            _cli.Secrets.Add(token);
            return token.Length > 0
                ? Remember(new EventsToken(token), token)
                : throw CliException.Usage($"there is no token in {Source.Description}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw CliException.Usage($"the token could not be read from {Source.Description}: {e.Message}");
        }
        catch (ArgumentException e)
        {
            throw CliException.Usage($"{Source.Description} does not contain a valid token: {Format.Message(e)}");
        }
        catch (OperationCanceledException) when (!abandoned.IsCancellationRequested)
        {
            throw CliException.Usage($"no token arrived from {Source.Description} within {Duration.Format(Timeout)}.");
        }
    }
}
