using S3Kit.Protocol;

namespace S3Kit.Embedded;

/// <summary>A request's query, decoded as S3 decodes it: percent-encoding, and <c>+</c> for a space.</summary>
internal sealed class EmbeddedQuery
{
    private readonly List<KeyValuePair<string, string>> _parameters;

    private EmbeddedQuery(List<KeyValuePair<string, string>> parameters) => _parameters = parameters;

    /// <summary>Null when absent, empty when named without a value.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var parameter in _parameters)
            {
                if (string.Equals(parameter.Key, name, StringComparison.Ordinal))
                {
                    return parameter.Value;
                }
            }

            return null;
        }
    }

    public bool Has(string name) => this[name] is not null;

    public bool HasAny(IReadOnlySet<string> names)
    {
        foreach (var parameter in _parameters)
        {
            if (names.Contains(parameter.Key))
            {
                return true;
            }
        }

        return false;
    }

    public static EmbeddedQuery Parse(ReadOnlySpan<char> raw)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (var range in raw.Split('&'))
        {
            var pair = raw[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? [] : pair[(equals + 1)..];
            parameters.Add(new(PercentDecoding.Decode(name, plusIsSpace: true), PercentDecoding.Decode(value, plusIsSpace: true)));
        }

        return new EmbeddedQuery(parameters);
    }

    public IReadOnlyList<KeyValuePair<string, string>> ToList() => _parameters;

    /// <summary>What the client must have signed.</summary>
    public string Canonical() =>
        S3Encoding.BuildQuery([.. _parameters.Where(static p => !string.Equals(p.Key, "X-Amz-Signature", StringComparison.Ordinal))]);
}
