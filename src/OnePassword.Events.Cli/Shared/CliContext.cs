using System.Runtime.InteropServices;
using OnePassword.Events.Durable;
using Spectre.Console;

namespace OnePassword.Events.Cli.Shared;

/// <summary>The environment of a command: streams, variables, clock and disk. Data goes to Output, messages to Error.</summary>
internal sealed record CliContext(
    Stream Output, TextWriter Error, TextReader Input, Func<string, string?> Environment, TimeProvider Clock)
{
    /// <summary>Gets standard error. Writing to it never throws, and never shows a secret.</summary>
    public TextWriter Error { get; } = new RedactingWriter(Error);

    /// <summary>Gets the redactor of known secrets.</summary>
    public SecretRedactor Secrets => ((RedactingWriter)Error).Secrets;

    /// <summary>Gets the width of the terminal that <see cref="Output"/> is, in columns; null if it is not a terminal.</summary>
    public int? Columns { get; init; }

    /// <summary>Gets the terminal behind <see cref="Error"/>; null if there is none.</summary>
    public IAnsiConsole? Terminal { get; init; }

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

    /// <summary>Writes a line to standard error, above a live table.</summary>
    public void WriteLine(string line)
    {
        var safe = Secrets.Redact(line);
        if (Terminal is { } terminal)
            terminal.WriteLine(safe);
        else
            Error.WriteLine(safe);
    }

    public static CliContext OfProcess()
    {
        var error = NonThrowingWriter.OfStandardError();
        return new CliContext(
            StandardOutput.Open(), error, Console.In, System.Environment.GetEnvironmentVariable, TimeProvider.System)
        {
            Terminal = Console.IsErrorRedirected
                ? null
                : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }),
            InputIsTerminal = !Console.IsInputRedirected,
            Columns = Console.IsOutputRedirected ? null : Console.WindowWidth,
            OnReload = OnHangup,
        };
    }

    // On Windows, the signal that stands for it means that the console closes.
    private static PosixSignalRegistration? OnHangup(Action reload) =>
        OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;
        reload();
    });
}
