using System.Text;
using Confluent.Kafka;

namespace OnePassword.Events.Kafka.Storage;

/// <summary>The records of the events of a page: the bytes of the server, with a key and headers.</summary>
internal static class EventMessages
{
    // The time of a record is that of its writing: retention by the time of the event would delete late and old events at once.
    public static IEnumerable<Message<byte[]?, byte[]?>> Of(FollowedPage<RawEvent> page, KafkaEventStoreOptions options)
    {
        var account = Encoding.UTF8.GetBytes(page.Checkpoint.AccountUuid ?? options.Account);
        var (feed, version) = (Encoding.UTF8.GetBytes(page.Feed), Encoding.UTF8.GetBytes(page.Checkpoint.ApiVersion));
        foreach (var one in page.Items)
        {
            var uuid = one.Uuid is { } text ? Encoding.UTF8.GetBytes(text) : null;
            var headers = new Headers { { "feed", feed }, { "api_version", version } };
            if (uuid is not null)
                headers.Add("uuid", uuid);
            if (account.Length > 0)
                headers.Add("account", account);
            yield return new Message<byte[]?, byte[]?>
            {
                Key = options.Key == KafkaEventKey.Account ? account : uuid,
                Value = one.Json.ToArray(),
                Headers = headers,
            };
        }
    }
}
