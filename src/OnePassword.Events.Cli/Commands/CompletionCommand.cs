using System.CommandLine;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events completion</c>: prints a script that completes commands, options and values in a shell.</summary>
internal static class CompletionCommand
{
    private const string Examples = """
          op-events completion bash > ~/.local/share/bash-completion/completions/op-events
          op-events completion zsh > ~/.zfunc/_op-events
          op-events completion fish > ~/.config/fish/completions/op-events.fish
          op-events completion pwsh >> $PROFILE
        """;

    private static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = $"{Format.List(Shells, "or")}.", HelpName = "shell" };
        shell.AcceptOnly("shell", Shells);
        var completion = new CliCommand(
            "completion", "Prints a script that completes op-events in a shell.", Examples,
            ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.ClosedPipe) { shell };
        completion.SetAction((parsed, cancellationToken) => PrintAsync(parsed.GetValue(shell)!, parsed, cancellationToken));
        return completion;
    }

    private static async Task<int> PrintAsync(string shell, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream($"op-events.{shell}")!);
        var text = await script.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await parsed.InvocationConfiguration.Output.WriteAsync(text).ConfigureAwait(false);
        return ExitCode.Success;
    }
}
