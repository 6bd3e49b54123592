using System.Text;

namespace OnePassword.Events.Cli.Messages;

/// <summary>A writer that never throws: a terminal can close while the tool draws on it.</summary>
internal sealed class NonThrowingWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Returns a writer to the standard error of the process. It writes nowhere if that is closed.</summary>
    public static NonThrowingWriter OfStandardError()
    {
        try
        {
            return new NonThrowingWriter(Console.Error);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return new NonThrowingWriter(Null);
        }
    }

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Standard error is the only place to report this.
        }
    }
}
