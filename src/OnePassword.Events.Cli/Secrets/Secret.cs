using System.ComponentModel;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Secrets;

/// <summary>
/// A secret from the environment, a file or a program. It is cached, and read again after <see cref="Forget"/>, after a failed
/// read, and when its file has changed.
/// </summary>
/// <typeparam name="T">The type of the secret.</typeparam>
internal abstract class Secret<T>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly CliContext _cli;
    private readonly Func<CancellationToken, Task<string>> _read;
    private readonly SecretFile? _file;
    private SharedRead<T>? _current;
    private DateTime? _changed;

    /// <param name="source">The source, for messages.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="cli">The redactor that the secret is added to.</param>
    protected Secret(SecretSource source, Func<CancellationToken, Task<string>> read, CliContext cli) =>
        (Source, _read, _cli) = (source, read, cli);

    /// <param name="source">The source.</param>
    /// <param name="cli">The environment.</param>
    /// <param name="variables">The environment variables that hold secrets. A program does not inherit them.</param>
    protected Secret(SecretSource source, CliContext cli, IReadOnlyCollection<string> variables)
    {
        (Source, _cli) = (source, cli);
        _file = source is SecretSource.FromFile { Path: var path } ? new SecretFile(path, cli) : null;
        _read = source switch
        {
            SecretSource.FromVariable { Name: var name } => _ => Task.FromResult(cli.Environment(name) ?? ""),
            SecretSource.FromFile => _file!.ReadAsync,
            SecretSource.FromCommand command => new SecretCommand(command, variables).RunAsync,
            SecretSource.Given { Token: var token } => _ => Task.FromResult(token),
            _ => throw new ArgumentOutOfRangeException(nameof(source)),
        };
    }

    public SecretSource Source { get; }

    /// <summary>Gets whether the secret can change while the tool runs.</summary>
    public bool CanChange => Source is SecretSource.FromFile or SecretSource.FromCommand;

    /// <summary>Gets whether the file of the secret has changed since it was read.</summary>
    public bool HasChanged
    {
        get
        {
            lock (_lock)
                return _file?.Changed is { } changed && changed != _changed;
        }
    }

    /// <summary>Gets the kind of the secret in messages, such as <c>token</c>.</summary>
    protected abstract string Kind { get; }

    /// <summary>Makes the next <see cref="ReadAsync"/> read the source again.</summary>
    public void Forget()
    {
        lock (_lock)
            _current = null;
    }

    /// <exception cref="CliException">
    /// The source has no secret or cannot be read. The message holds no part of the secret.
    /// </exception>
    public async ValueTask<T> ReadAsync(CancellationToken cancellationToken) =>
        await Current().WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Parses a text that is not empty.</summary>
    /// <exception cref="ArgumentException">The text is not a valid secret.</exception>
    protected abstract T Parse(string text);

    // Concurrent callers share one read.
    private SharedRead<T> Current()
    {
        lock (_lock)
        {
            if (_current is null or { HasFailed: true } || _file?.Changed != _changed)
                (_changed, _current) = (_file?.Changed, new SharedRead<T>(ReadSourceAsync));
            return _current;
        }
    }

    private async Task<T> ReadSourceAsync(CancellationToken abandoned)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        timeout.CancelAfter(Timeout);
        try
        {
            // On another thread: starting a program is slow, and the caller holds the lock.
            var text = await Task.Run(() => _read(timeout.Token), timeout.Token).ConfigureAwait(false);
            var secret = text.TrimStart('\uFEFF').Trim(); // Some editors and shells write a byte order mark.
            _cli.Secrets.Add(secret);
            return secret.Length > 0 ? Parse(secret) : throw CliException.Usage($"there is no {Kind} in {Source.Description}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw CliException.Usage($"the {Kind} could not be read from {Source.Description}: {e.Message}");
        }
        catch (ArgumentException e)
        {
            throw CliException.Usage($"{Source.Description} does not contain a valid {Kind}: {Format.Message(e)}");
        }
        catch (OperationCanceledException) when (!abandoned.IsCancellationRequested)
        {
            throw CliException.Usage($"no {Kind} arrived from {Source.Description} within {Duration.Format(Timeout)}.");
        }
    }
}
