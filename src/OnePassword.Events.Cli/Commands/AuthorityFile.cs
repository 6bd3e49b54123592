using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The certificate authority file of <c>op-events emulator --tls</c>, which clients trust.</summary>
internal static class AuthorityFile
{
    public const string DefaultName = "op-events-emulator-ca.pem";

    /// <summary>Writes the file, replacing that of an earlier run, and returns its full path.</summary>
    /// <exception cref="CliException">The path belongs to another file, or cannot be written.</exception>
    public static async Task<string> WriteAsync(string path, X509Certificate2 authority, CancellationToken cancellationToken)
    {
        try
        {
            var full = Path.GetFullPath(path);
            if (File.Exists(full))
                Remove(full);
            var file = new FileStream(full, FileMode.CreateNew, FileAccess.Write);
            await using (file.ConfigureAwait(false))
                await file.WriteAsync(
                    Encoding.ASCII.GetBytes(authority.ExportCertificatePem() + "\n"), cancellationToken).ConfigureAwait(false);
            return full;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Output, $"--tls: the certificate authority cannot be written: {e.Message}");
        }
    }

    // A mistaken name must not delete another file, such as the certificate of another authority.
    private static void Remove(string path)
    {
        if (!IsOfEmulator(Encoding.ASCII.GetString(RegularFile.Read(path))))
            throw CliException.Usage(
                $"--tls: {path} exists and is not a certificate of op-events emulator. Specify another file.");
        File.Delete(path);
    }

    private static bool IsOfEmulator(string text)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(text);
            return certificate.Subject.StartsWith("CN=op-events emulator ", StringComparison.Ordinal)
                && certificate.ExportCertificatePem() == text.Trim();
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
