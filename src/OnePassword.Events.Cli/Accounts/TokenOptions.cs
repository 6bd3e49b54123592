using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>Where the token comes from: a file, standard input or the environment; never an argument, which others can see.</summary>
internal static class TokenOptions
{
    /// <summary>The environment variables that are read, in this order.</summary>
    public static readonly IReadOnlyList<string> Variables = ["OP_EVENTS_TOKEN", "EVENTS_API_TOKEN"];

    public static async Task<string> ReadAsync(FileInfo? file, bool fromInput, CliContext io, CancellationToken cancellationToken)
    {
        var (text, source) = (file, fromInput) switch
        {
            ({ }, _) => (await ReadFileAsync(file, io, cancellationToken).ConfigureAwait(false), file.ToString()),
            (_, true) => (await io.Input.ReadToEndAsync(cancellationToken).ConfigureAwait(false), "standard input"),
            _ => FromEnvironment(io),
        };
        var token = text.TrimStart('\uFEFF').Trim(); // Some editors and shells put that mark before a text.
        io.Secrets.Add(token);
        return token.Length > 0 ? token : throw CliException.Usage($"there is no token in {source}.");
    }

    private static (string Text, string Source) FromEnvironment(CliContext io)
    {
        foreach (var variable in Variables)
        {
            if (io.Environment(variable) is { Length: > 0 } value)
                return (value, variable);
        }
        throw CliException.Usage(
            "no token. Put it in the environment variable OP_EVENTS_TOKEN, or use --token-file or --token-stdin.",
            "An administrator creates one in 1Password.com: Integrations, Events Reporting, Other; then Add a token.",
            "To try the tool without one: op-events export --emulator --output out");
    }

    private static async Task<string> ReadFileAsync(FileInfo file, CliContext io, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(file.FullName, cancellationToken).ConfigureAwait(false);
            TokenFile.WarnIfOthersMayRead(file.FullName, io);
            return text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"--token-file could not be read: {e.Message}");
        }
    }
}
