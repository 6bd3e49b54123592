namespace OnePassword.Events;

/// <summary>Refuses what can be no token before it is put into a header, whose own errors would quote it.</summary>
internal static class TokenText
{
    public static void Check(string? value)
    {
        if (value is null)
            throw new ArgumentNullException(nameof(value), "There is no token; is what should hold it, such as an environment variable, set?");
        if (string.IsNullOrWhiteSpace(value))
            throw new ArgumentException("The token is empty.", nameof(value));
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is <= ' ' or > '~')
                throw new ArgumentException($"The token has a character at position {i + 1} that no token has (a space, a line break, or one beyond ASCII).", nameof(value));
        }
    }
}
