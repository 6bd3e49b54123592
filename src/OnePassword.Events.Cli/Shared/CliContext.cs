using System.Runtime.InteropServices;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Durable;
using Spectre.Console;

namespace OnePassword.Events.Cli.Shared;

/// <summary>The environment of a command: streams, variables, clock and disk. Data goes to Output.</summary>
internal sealed class CliContext(
    Stream output, TextWriter error, TextReader input, Func<string, string?> environment, TimeProvider clock)
{
    public Stream Output => output;

    public TextReader Input => input;

    public Func<string, string?> Environment => environment;

    public TimeProvider Clock => clock;

    /// <summary>Gets the messages for the operator, on standard error.</summary>
    public MessageLog Messages { get; } = new(new NonThrowingWriter(error), clock);

    /// <summary>Gets the redactor of known secrets.</summary>
    public SecretRedactor Secrets => Messages.Secrets;

    /// <summary>Gets the width of the terminal that <see cref="Output"/> is, in columns; null if it is not a terminal.</summary>
    public int? Columns { get; init; }

    /// <summary>Gets whether <see cref="Input"/> is a terminal, so that the operator can reply.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>
    /// Gets the function that changes the retries, timeouts and limits of clients. Only tests set it: the tool uses the defaults
    /// of the library, and an option for a test would be public.
    /// </summary>
    public Action<EventsResilienceOptions> ConfigureResilience { get; init; } = _ => { };

    /// <summary>Gets the disk that files are written to.</summary>
    public Disk Disk { get; init; } = new();

    /// <summary>Gets the function that registers a callback for SIGHUP. Disposing the result removes it.</summary>
    public Func<Action, IDisposable?> OnReload { get; init; } = _ => null;

    public static CliContext OfProcess()
    {
        var error = NonThrowingWriter.OfStandardError();
        var cli = new CliContext(
            StandardOutput.Open(), error, Console.In, System.Environment.GetEnvironmentVariable, TimeProvider.System)
        {
            InputIsTerminal = !Console.IsInputRedirected,
            Columns = Console.IsOutputRedirected ? null : Console.WindowWidth,
            OnReload = OnHangup,
        };
        cli.Messages.Terminal = Console.IsErrorRedirected
            ? null
            : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        cli.Messages.IsJournal = JournalStream.IsStandardError(cli.Environment("JOURNAL_STREAM"));
        cli.Messages.IsPlainLog = Console.IsErrorRedirected;
        return cli;
    }

    // On Windows, the signal that stands for it means that the console closes.
    private static PosixSignalRegistration? OnHangup(Action reload) =>
        OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;
        reload();
    });
}
