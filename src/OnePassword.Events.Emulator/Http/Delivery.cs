namespace OnePassword.Events.Emulator.Http;

/// <summary>Sends an answer as it is.</summary>
internal static class Delivery
{
    /// <summary>Less than what Kestrel takes before it waits for the client, so that it never holds a whole page.</summary>
    private const int SliceLength = 32_768;

    public static async Task Normal(Outgoing outgoing)
    {
        var response = outgoing.Context.Response;
        WriteHead(response, outgoing.Answer);
        for (var rest = outgoing.Answer.Body.Written; !rest.IsEmpty; rest = rest[Math.Min(SliceLength, rest.Length)..])
        {
            var slice = rest[..Math.Min(SliceLength, rest.Length)];
            await response.BodyWriter.WriteAsync(slice, outgoing.Context.RequestAborted).ConfigureAwait(false);
        }
    }

    public static void WriteHead(HttpResponse response, Answer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
    }
}
