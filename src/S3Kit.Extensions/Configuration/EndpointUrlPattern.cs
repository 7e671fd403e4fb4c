using System.Globalization;
using System.Text.RegularExpressions;

namespace S3Kit.Configuration;

/// <summary>An address with ranges of numbers in it, <c>http://minio{1...4}.example:9000</c>, as deployments of MinIO write it: it stands for as many endpoints.</summary>
internal static partial class EndpointUrlPattern
{
    /// <summary>The most endpoints that one address stands for.</summary>
    public const int Most = 1000;

    /// <summary>Whether an address is meant to be one of these.</summary>
    public static bool IsPattern(string? url) => url is not null && url.AsSpan().ContainsAny('{', '}');

    /// <summary>The endpoints that an address stands for: what follows the name of each, and its address.</summary>
    /// <param name="url">The address.</param>
    /// <param name="fault">What is wrong with it; <see langword="null"/> when nothing is.</param>
    public static IReadOnlyList<(string Suffix, string Url)> Expand(string url, out string? fault)
    {
        MatchCollection ranges = Range().Matches(url);
        string rest = Range().Replace(url, "");
        if (ranges.Count == 0 || IsPattern(rest))
        {
            fault = $"{OptionValue.Show(url)} has braces that are no range of numbers such as {{1...4}}";
            return [];
        }

        List<(string Suffix, string Url)> expanded = [("", "")];
        int end = 0;
        foreach (Match range in ranges)
        {
            (string first, string last) = (range.Groups["first"].Value, range.Groups["last"].Value);
            (long from, long to) = (long.Parse(first, CultureInfo.InvariantCulture), long.Parse(last, CultureInfo.InvariantCulture));
            if (to < from || expanded.Count * (to - from + 1) > Most)
            {
                fault = to < from
                    ? $"{range.Value} goes from the greater number to the less; write it the other way round"
                    : $"{OptionValue.Show(url)} stands for more than {Most} endpoints";
                return [];
            }

            // A width that is written is kept: {01...12}.
            string format = first[0] == '0' ? new string('0', first.Length) : "0";
            string before = url[end..range.Index];
            expanded = [.. expanded.SelectMany(_ => Numbers(from, to), (sofar, number) =>
            {
                string text = number.ToString(format, CultureInfo.InvariantCulture);
                return ($"{sofar.Suffix}-{text}", sofar.Url + before + text);
            })];
            end = range.Index + range.Length;
        }

        fault = null;
        return expanded.ConvertAll(each => (each.Suffix, each.Url + url[end..]));
    }

    private static IEnumerable<long> Numbers(long from, long to)
    {
        for (long number = from; number <= to; number++)
        {
            yield return number;
        }
    }

    [GeneratedRegex(@"\{(?<first>\d{1,9})\.\.\.(?<last>\d{1,9})\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Range();
}
