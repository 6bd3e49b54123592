using System.Buffers;
using System.Text;

namespace OnePassword.Events.Formats;

/// <summary>Recognizes the email addresses that OCSF accepts: the type <c>email_t</c>.</summary>
internal static class EmailText
{
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<byte> Local = Bytes(LettersAndDigits + "!#$%&'*+,-./:;<=>?^_`{|}~");
    private static readonly SearchValues<byte> Label = Bytes(LettersAndDigits + "-");
    private static readonly SearchValues<byte> Domain = Bytes(LettersAndDigits + "-.");

    public static bool IsEmail(JsonField field)
    {
        var text = field.RawText;
        var at = text.LastIndexOf((byte)'@');
        if (at < 1 || text[..at].ContainsAnyExcept(Local))
            return false;
        var domain = text[(at + 1)..];
        var dot = domain.IndexOf((byte)'.');
        return dot > 0 && dot < domain.Length - 1
            && !domain[..dot].ContainsAnyExcept(Label) && !domain[(dot + 1)..].ContainsAnyExcept(Domain);
    }

    private static SearchValues<byte> Bytes(string characters) => SearchValues.Create(Encoding.ASCII.GetBytes(characters));
}
