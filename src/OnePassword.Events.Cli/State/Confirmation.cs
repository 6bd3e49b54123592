using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.State;

/// <summary>Asks before something is changed.</summary>
internal static class Confirmation
{
    /// <exception cref="CliException">There is nobody to ask, or they do not want it.</exception>
    public static async Task RequireAsync(string question, bool given, CliContext io, CancellationToken cancellationToken)
    {
        if (given)
            return;
        if (!io.InputIsTerminal)
            throw CliException.Usage("standard input is no terminal, so that nobody can be asked; with --yes, the state is changed without a question.");
        await io.Error.WriteAsync($"{question}? [y/N] ").ConfigureAwait(false);

        // The reader of a terminal comes back with a line and not before: an interruption must not wait for that.
        var answer = await Task.Run(io.Input.ReadLine, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (answer?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
            throw new CliException(ExitCode.Interrupted, "nothing was changed.");
    }
}
