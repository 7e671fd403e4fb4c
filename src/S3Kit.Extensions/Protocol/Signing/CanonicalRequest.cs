namespace S3Kit.Protocol;

/// <summary>The form of a request that client and server both compute and hash.</summary>
internal static class CanonicalRequest
{
    public static void Append(
        ref Utf8TextBuilder text,
        string method,
        string encodedPath,
        string encodedQuery,
        ReadOnlySpan<KeyValuePair<string, string>> headers,
        string payloadHash)
    {
        text.Append(method);
        text.Append((byte)'\n');
        text.Append(encodedPath);
        text.Append((byte)'\n');
        text.Append(encodedQuery);
        text.Append((byte)'\n');
        foreach (var header in headers)
        {
            text.Append(header.Key);
            text.Append((byte)':');
            AppendValue(ref text, header.Value);
            text.Append((byte)'\n');
        }

        text.Append((byte)'\n');
        AppendSignedHeaders(ref text, headers);
        text.Append((byte)'\n');
        text.Append(payloadHash);
    }

    public static void AppendSignedHeaders(ref Utf8TextBuilder text, ReadOnlySpan<KeyValuePair<string, string>> headers)
    {
        for (var i = 0; i < headers.Length; i++)
        {
            if (i > 0)
            {
                text.Append((byte)';');
            }

            text.Append(headers[i].Key);
        }
    }

    public static string SignedHeaders(ReadOnlySpan<KeyValuePair<string, string>> headers)
    {
        if (headers.Length == 1)
        {
            return headers[0].Key;
        }

        var text = new Utf8TextBuilder(stackalloc byte[256]);
        try
        {
            AppendSignedHeaders(ref text, headers);
            return text.ToString();
        }
        finally
        {
            text.Dispose();
        }
    }

    // Proxies may fold runs of spaces, so what is signed has them folded: no proxy can then break the signature.
    private static void AppendValue(ref Utf8TextBuilder text, ReadOnlySpan<char> value)
    {
        value = value.Trim(" \t");
        int run;
        while ((run = value.IndexOf("  ", StringComparison.Ordinal)) >= 0)
        {
            text.Append(value[..(run + 1)]);
            value = value[(run + 1)..].TrimStart(' ');
        }

        text.Append(value);
    }
}
