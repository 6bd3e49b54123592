using System.CommandLine;
using System.Globalization;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events manual</c>: prints a manual page.</summary>
internal static class ManualCommand
{
    private const string Examples = """
          op-events manual | man -l -                                    read op-events(1)
          op-events manual op-events-follow.json | man -l -              read op-events-follow.json(5)
          op-events manual > ~/.local/share/man/man1/op-events.1
        """;

    private static readonly string[] Pages = [ToolManual.Name, FollowManual.Name];

    public static Command Create(CliContext cli)
    {
        var page = new Argument<string>("page")
        {
            Description = $"{Format.List(Pages, "or")}. Default: {ToolManual.Name}.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "page",
        };
        page.AcceptOnly("page", Pages);
        var manual = new CliCommand(
            "manual", "Prints a manual page, in the format of man.", Examples,
            ExitCode.Success, ExitCode.Usage, ExitCode.Output, ExitCode.ClosedPipe) { page };
        manual.SetAction(async (parsed, cancellationToken) =>
        {
            var text = parsed.GetValue(page) == FollowManual.Name
                ? FollowManual.Write(DateOfBuild(cli), VersionAction.Version)
                : ToolManual.Write(parsed.RootCommandResult.Command, DateOfBuild(cli), VersionAction.Version);
            await parsed.InvocationConfiguration.Output.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return manual;
    }

    // Reproducible builds set the variable.
    private static DateTimeOffset DateOfBuild(CliContext cli) =>
        long.TryParse(cli.Environment(ToolManual.DateVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : cli.Clock.GetUtcNow();
}
