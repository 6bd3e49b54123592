using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The manual page op-events(1), from the symbols that the help shows too.</summary>
internal static class ToolManual
{
    public const string Name = "op-events";
    public const string DateVariable = "SOURCE_DATE_EPOCH";

    private const string Summary = "collect events from the 1Password Events API";

    private static readonly (string Names, string Meaning)[] Variables =
    [
        (
            string.Join(", ", AccountToken.DefaultVariables),
            "The token, without --token-file and --token-stdin. The first one that is set is used."),
        (StatusListener.TokenVariable, "The bearer token of --listen, without --listen-token-file."),
        (
            "HTTPS_PROXY, ALL_PROXY, NO_PROXY",
            "The proxy for requests, and the hosts without it. Loopback never uses it. The names may be in lowercase."),
        (
            "SSL_CERT_FILE, SSL_CERT_DIR",
            "The trusted certificate authorities, as in OpenSSL. Default: those of the system. Linux only."),
        ("HOME", "The folder that ~/ stands for."),
        (
            "NOTIFY_SOCKET, JOURNAL_STREAM",
            "Set by systemd: where to report the state of the service, and whether messages go to the journal."),
        (DateVariable, "The date of manual pages, in seconds since 1970. Default: today."),
    ];

    private static readonly (string Path, string Meaning)[] Files =
    [
        ("/etc/op-events/follow.json", $"The configuration of the service. See {FollowManual.Name}(5)."),
        ("/etc/op-events/token", "The token of the service. Only root can read it; systemd passes it to the service."),
        ("/var/lib/op-events", "The checkpoints and events of the service."),
    ];

    public static string Write(Command root, DateTimeOffset date, string version)
    {
        var commands = Tree(root).Where(command => command != root).ToList();
        var page = new ManualPage(Name, 1, Summary, date, version);
        page.Section("SYNOPSIS");
        foreach (var command in commands.Where(command => command.Subcommands.Count == 0))
            page.Entry($"{ManualPage.Bold(CliCommand.PathOf(command))} {UsageOf(command)}");
        page.Section("DESCRIPTION");
        page.Paragraph(root.Description!);
        page.Section("OPTIONS");
        page.Paragraph("These options apply to every command, except --version.");
        AddSymbols(page, root);
        page.Section("COMMANDS");
        foreach (var command in commands)
            Add(page, command);
        page.Section("TIMES");
        page.Paragraph("Options for a time accept these forms:");
        foreach (var (form, meaning) in TimeExpression.FormsAndMeanings)
            page.Item(ManualPage.Bold(form), meaning);
        page.Section("OUTPUTS");
        page.Paragraph($"{OutputTypeOption.Name} accepts these types. {FollowManual.Name}(5) has the keys of each for --set.");
        page.Paragraph($"{string.Join(", ", OutputsReader.Types)}.");
        page.Section("EXIT STATUS");
        foreach (var code in ExitCode.All)
            page.Item(ManualPage.Bold(Text(code)), ExitCode.MeaningOf(code));
        page.Paragraph($"{ExitCode.LowestOfSeveral} {ExitCode.OfInterruptedFollow}");
        page.Section("ENVIRONMENT");
        foreach (var (names, meaning) in Variables)
            page.Item(ManualPage.Bold(names), meaning);
        page.Section("FILES");
        page.Paragraph("The Debian package uses these paths:");
        foreach (var (path, meaning) in Files)
            page.Item(ManualPage.Bold(path), meaning);
        page.Section("EXAMPLES");
        page.Literal(CliApplication.Examples);
        page.Section("SEE ALSO");
        page.Paragraph($"{FollowManual.Name}(5), systemctl(1), journalctl(1)");
        return page.ToString();
    }

    private static void Add(ManualPage page, Command command)
    {
        page.Subsection(CliCommand.PathOf(command));
        page.Paragraph(command.Description!);
        if (command.Subcommands.Count > 0)
            return; // Its commands follow.
        AddSymbols(page, command);
        if (command is CliCommand { Examples: var examples, ExitCodes: var codes })
        {
            page.Paragraph("Examples:");
            page.Literal(examples);
            page.Paragraph($"Exit status: {Format.List([.. codes.Select(Text)])}.");
        }
    }

    private static void AddSymbols(ManualPage page, Command command)
    {
        foreach (var argument in command.Arguments)
            page.Item(ManualPage.Italic(argument.HelpName ?? argument.Name), argument.Description!);
        var options = command.Options.Where(option => !option.Hidden && (option is not HelpOption || command is RootCommand));
        foreach (var option in options)
        {
            var names = string.Join(
                ", ", option.Aliases.Append(option.Name).Where(name => name.StartsWith('-')).Select(ManualPage.Bold));
            page.Item(option.HelpName is { } value ? $"{names} {ManualPage.Italic(value)}" : names, option.Description!);
        }
    }

    // As the help shows it.
    private static string UsageOf(Command command) =>
        $"{string.Concat(command.Arguments.Select(UsageOf))}[{ManualPage.Italic("options")}]";

    private static string UsageOf(Argument argument)
    {
        var many = argument.Arity.MaximumNumberOfValues > 1 ? "..." : "";
        var name = ManualPage.Italic(argument.HelpName ?? argument.Name);
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}{many}] " : $"{name}{many} ";
    }

    private static IEnumerable<Command> Tree(Command command) =>
        command.Subcommands.Where(inner => !inner.Hidden).SelectMany(Tree).Prepend(command);

    private static string Text(int code) => code.ToString(CultureInfo.InvariantCulture);
}
