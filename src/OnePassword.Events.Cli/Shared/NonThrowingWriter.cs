using System.Text;

namespace OnePassword.Events.Cli.Shared;

/// <summary>A terminal's writer that never throws: the terminal may go away while something is drawn on it.</summary>
internal sealed class NonThrowingWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>The process's standard error; nothing if it is closed.</summary>
    public static NonThrowingWriter OfProcess()
    {
        try
        {
            return new NonThrowingWriter(Console.Error);
        }
        catch (Exception e) when (IsGone(e))
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
        catch (Exception e) when (IsGone(e))
        {
            // There is nowhere left to say so.
        }
    }

    private static bool IsGone(Exception e) => e is IOException or UnauthorizedAccessException or ObjectDisposedException;
}
