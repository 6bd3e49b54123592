namespace OnePassword.Events.Destinations.Http;

/// <summary>The headers that an operator configures. Their values can be secrets.</summary>
internal static class RequestHeaders
{
    /// <summary>Returns why one of these headers cannot be set; null if all can.</summary>
    public static string? Problem(IEnumerable<string> names)
    {
        using var request = new HttpRequestMessage();
        return names.FirstOrDefault(name => !request.Headers.TryAddWithoutValidation(name, "value")) is { } invalid
            ? $"The header '{invalid}' cannot be set."
            : null;
    }

    /// <summary>Adds headers.</summary>
    /// <returns>Null, or why a value cannot be sent.</returns>
    public static async Task<DeliveryResult?> AddAsync(
        HttpRequestMessage request,
        IReadOnlyDictionary<string, DestinationSecret> headers,
        HttpDestinationOptions options,
        CancellationToken cancellationToken)
    {
        foreach (var (name, secret) in headers)
        {
            var (value, failure) = await ReadAsync(name, secret, options, cancellationToken).ConfigureAwait(false);
            if (failure is not null)
                return failure;
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return null;
    }

    /// <summary>Reads the value of a header. The secret may be corrected at its source while events are delivered.</summary>
    public static async Task<(string Value, DeliveryResult? Failure)> ReadAsync(
        string header, DestinationSecret secret, HttpDestinationOptions options, CancellationToken cancellationToken)
    {
        var value = await secret.ReadAsync(cancellationToken).ConfigureAwait(false);
        return value.All(letter => letter is (>= ' ' and <= '~') or '\t')
            ? (value, null)
            : ("", DeliveryResult.Stop(
                $"the secret of the header {header} has a control character, or one that is not ASCII. Correct the secret."
                + options.SecretSentence) with
            {
                SecretRejected = true,
            });
    }
}
