using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The file with the certificate authority of <c>op-events emulator --tls</c>, for clients to trust.</summary>
internal static class AuthorityFile
{
    public const string DefaultName = "op-events-emulator-ca.pem";

    private const string Begin = "-----BEGIN CERTIFICATE-----";

    /// <summary>Writes the file, in place of that of an earlier run, and returns its full path.</summary>
    /// <exception cref="ToolException">The file is something else, or cannot be written.</exception>
    public static async Task<string> WriteAsync(string path, X509Certificate2 authority, CancellationToken cancellationToken)
    {
        try
        {
            var full = Path.GetFullPath(path);
            if (File.Exists(full))
                Remove(full);
            var file = new FileStream(full, FileMode.CreateNew, FileAccess.Write);
            await using (file.ConfigureAwait(false))
                await file.WriteAsync(Encoding.ASCII.GetBytes(authority.ExportCertificatePem() + "\n"), cancellationToken).ConfigureAwait(false);
            return full;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.Output, $"--tls: the certificate authority cannot be written: {e.Message}");
        }
    }

    // A name given by mistake must not cost a file that is something else.
    private static void Remove(string path)
    {
        Span<char> text = stackalloc char[Begin.Length];
        using (var reader = new StreamReader(path))
            text = text[..reader.ReadBlock(text)];
        if (!text.SequenceEqual(Begin))
            throw ToolException.Usage($"--tls: {path} exists and is not a certificate. Name another file.");
        File.Delete(path);
    }
}
