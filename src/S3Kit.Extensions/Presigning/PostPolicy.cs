using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace S3Kit.Presigning;

/// <summary>The policy of a form (S3's POST policy): until when and under which conditions the store takes it.</summary>
internal sealed class PostPolicy
{
    private readonly List<Action<Utf8JsonWriter>> _conditions = [];

    public void Equal(string field, string value) => _conditions.Add(json =>
    {
        json.WriteStartObject();
        json.WritePropertyName(field);
        WriteText(json, value);
        json.WriteEndObject();
    });

    public void StartsWith(string field, string prefix) => _conditions.Add(json =>
    {
        json.WriteStartArray();
        json.WriteStringValue("starts-with");
        json.WriteStringValue("$" + field);
        WriteText(json, prefix);
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
        using (var json = new Utf8JsonWriter(buffer))
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

    /// <summary>
    /// Writes a text with no more escapes than JSON asks for. The writer's own encoders escape characters beyond ASCII, all or some of them, and
    /// Ceph's parser takes only the last byte of such an escape: the condition would be about another text.
    /// </summary>
    private static void WriteText(Utf8JsonWriter json, string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\').Append(c);
            }
            else if (c < ' ')
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                quoted.Append(c);
            }
        }

        json.WriteRawValue(quoted.Append('"').ToString());
    }
}
