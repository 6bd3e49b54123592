using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.State;

/// <summary>Prompts for confirmation of a change.</summary>
internal static class Confirmation
{
    /// <exception cref="CliException">Standard input is not a terminal, or the reply is not yes.</exception>
    public static async Task RequireAsync(string question, bool isGiven, CliContext cli, CancellationToken cancellationToken)
    {
        if (isGiven)
            return;
        if (!cli.InputIsTerminal)
            throw CliException.Usage("standard input is not a terminal. Use --yes to confirm.");
        cli.Messages.Ask($"{question}? [y/N] ");

        // Reading a terminal returns only with a line. An interruption must not wait for that.
        var reply = await Task.Run(cli.Input.ReadLine, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (reply?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
            throw new CliException(ExitCode.Interrupted, "nothing was changed.");
    }
}
