using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Commands;

/// <summary>The manual pages say what the help and the schema say.</summary>
public sealed class ManualTests
{
    private const string Tool = "op-events";
    private const string File = "op-events-follow.json";

    private static readonly RootCommand Root =
        CliApplication.CreateRoot(new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, TimeProvider.System));

    [Test]
    public async Task Manual_describes_every_command_argument_and_option_as_the_help_does()
    {
        var page = await PlainAsync(Tool);
        foreach (var command in Tree(Root))
        {
            var start = command == Root ? page : page.Split($"\n.SS {CliCommand.PathOf(command)}\n")[1].Split("\n.S")[0];
            Assert.That(Words(start), Does.Contain(Words(command.Description!)));
            foreach (var option in command.Options.Where(option => command == Root || option.Name != "--help"))
            {
                var description = Regex.Escape(Words(option.Description!));
                Assert.That(Words(start), Does.Match($@"\.TP [^.]*{option.Name}( \S+)? {description}"));
            }
            foreach (var argument in command.Arguments)
                Assert.That(Words(start), Does.Contain($".TP {argument.HelpName ?? argument.Name} {Words(argument.Description!)}"));
        }
    }

    [Test]
    public async Task Manual_has_the_exit_codes_times_and_examples_of_the_help()
    {
        var page = Words(await PlainAsync(Tool));
        foreach (var command in Tree(Root).Where(command => command.Subcommands.Count == 0).Prepend(Root))
        {
            string[] words = [.. CliCommand.PathOf(command).Split(' ')[1..], "--help"];
            var help = (await new CliRunner { Columns = 100 }.StartAsync(words)).OutputText;
            var exitCodes = help.Split("Exit codes:")[1].Split('\n');
            foreach (var line in exitCodes.Where(line => line.StartsWith("  ", StringComparison.Ordinal)))
                Assert.That(page, Does.Contain($".TP {Words(line)}"));
            foreach (var line in help.Split("Examples:\n")[1].Split("\n\n")[0].Split('\n').Where(line => !line.EndsWith('\\')))
                Assert.That(page, Does.Contain(Words(line)));
        }
        Assert.That(page, Does.Contain(".TP 2026-01-31 start of that day, in UTC"));
    }

    [Test]
    public async Task Manual_describes_every_environment_variable_that_the_tool_reads()
    {
        var source = Repository.PathOf("src", "OnePassword.Events.Cli");
        var variables = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Regex.Matches(System.IO.File.ReadAllText(file), @"nvironment\(""(\w+)""\)"))
            .Select(match => match.Groups[1].Value)
            .Concat(AccountToken.DefaultVariables).Append(StatusListener.TokenVariable).ToList();
        var section = (await PlainAsync(Tool)).Split(".SH ENVIRONMENT")[1].Split("\n.SH")[0];
        Assert.That(variables, Has.Count.GreaterThan(5));
        Assert.That(variables, Is.All.Matches<string>(name => Regex.IsMatch(section, $@"\b{name}\b")));
    }

    [Test]
    public async Task Manual_of_the_configuration_file_describes_every_key()
    {
        var page = Words(await PlainAsync(File));
        foreach (var key in SchemaKey.All)
        {
            var value = key.Value.Replace("`", "", StringComparison.Ordinal);
            Assert.That(page, Does.Contain($".TP {key.Path} ({value}) {Words(key.Meaning)}"));
        }
        foreach (var form in (string[])["duration", "time", "size", "quota", "address"])
            Assert.That(page.Split("SH VALUES")[1], Does.Contain($".TP {form} "));
    }

    [TestCase(Tool, "1", "")]
    [TestCase(File, "5", File)]
    public async Task Manual_has_the_date_of_a_reproducible_build_or_of_today(string name, string section, string argument)
    {
        var (build, today) = (new CliRunner(), new CliRunner { Clock = new FakeClock(new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero)) });
        build.Environment["SOURCE_DATE_EPOCH"] = "1700000000";
        string[] args = argument.Length > 0 ? ["manual", argument] : ["manual"];
        var title = $"^\\.TH {name.ToUpperInvariant()} {section}";
        Assert.That((await build.StartAsync(args)).OutputText, Does.Match($@"{title} 2023-11-14 ""op-events \d+\.\d+\.\d+"));
        Assert.That((await today.StartAsync(args)).OutputText, Does.Match($@"{title} 2026-03-04 ""op-events \d+\.\d+\.\d+"));
    }

    [TestCase(Tool, "mandoc", "-T", "lint", "-W", "style")]
    [TestCase(File, "mandoc", "-T", "lint", "-W", "style")]
    [TestCase(Tool, "man", "--warnings", "--encoding=UTF-8", "-Tutf8", "-Z", "-l")]
    [TestCase(File, "man", "--warnings", "--encoding=UTF-8", "-Tutf8", "-Z", "-l")]
    [Platform("Linux,MacOsX")]
    public async Task Manual_has_no_warnings(string name, string program, params string[] args)
    {
        using var folder = new TemporaryFolder();
        var page = folder.Write("page", (await CliRunner.RunAsync("manual", name)).OutputText);
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(entry => System.IO.File.Exists(Path.Combine(entry, program))))
            Assert.Ignore($"{program} is not installed."); // CI installs it, and does not accept skipped tests.
        using var process = Process.Start(new ProcessStartInfo(program, [.. args, page])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["MANROFFSEQ"] = "" },
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Wait.Limit, TimeProvider.System);
        Assert.That((process.ExitCode, await error), Is.EqualTo((0, "")));
        if (program == "mandoc")
            Assert.That(await output, Is.Empty);
    }

    // Without fonts and escapes.
    private static async Task<string> PlainAsync(string name)
    {
        var run = await CliRunner.RunAsync("manual", name);
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        return Regex.Replace(run.OutputText, @"\\f[BIR]|\\&|\\(?=-)", "").Replace(@"\e", @"\", StringComparison.Ordinal);
    }

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<Command> Tree(Command command) => command.Subcommands.SelectMany(Tree).Prepend(command);
}
