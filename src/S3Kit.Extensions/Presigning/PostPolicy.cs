using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace S3Kit.Presigning;

/// <summary>The policy of a form (S3's POST policy): until when and under which conditions the store takes it.</summary>
internal sealed class PostPolicy
{
    // As few escapes as JSON allows: not every store's parser understands those of characters beyond ASCII. The document is never shown in a page.
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<Action<Utf8JsonWriter>> _conditions = [];

    public void Equal(string field, string value) => _conditions.Add(json =>
    {
        json.WriteStartObject();
        json.WriteString(field, value);
        json.WriteEndObject();
    });

    public void StartsWith(string field, string prefix) => _conditions.Add(json =>
    {
        json.WriteStartArray();
        json.WriteStringValue("starts-with");
        json.WriteStringValue("$" + field);
        json.WriteStringValue(prefix);
        json.WriteEndArray();
    });

    /// <summary>The least and greatest length of the file, both included.</summary>
    public void Length(long least, long greatest) => _conditions.Add(json =>
    {
        json.WriteStartArray();
        json.WriteStringValue("content-length-range");
        json.WriteNumberValue(least);
        json.WriteNumberValue(greatest);
        json.WriteEndArray();
    });

    /// <summary>The document in base64, as it is sent and signed.</summary>
    /// <param name="expiration">When it ends.</param>
    public string Write(DateTimeOffset expiration)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            json.WriteStartObject();
            json.WriteString("expiration", expiration.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteStartArray("conditions");
            foreach (Action<Utf8JsonWriter> write in _conditions)
            {
                write(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Convert.ToBase64String(buffer.WrittenSpan);
    }
}
