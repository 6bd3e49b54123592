using System.Text;

namespace OnePassword.Events.Cli.Shared;

/// <summary>Standard error as the tool writes it: secrets are removed from each text, and no write throws.</summary>
internal sealed class RedactingWriter(TextWriter error) : TextWriter
{
    private readonly NonThrowingWriter _error = new(error);

    public SecretRedactor Secrets { get; } = new();

    public override Encoding Encoding => _error.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value) => _error.Write(Secrets.Redact(value ?? ""));

    public override void WriteLine() => _error.WriteLine("");

    public override void WriteLine(string? value) => _error.WriteLine(Secrets.Redact(value ?? ""));

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public override void Flush() => _error.Flush();
}
