using System.Globalization;
using System.Text;
using System.Xml;
using BenchmarkDotNet.Attributes;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Benchmarks.Micro;

/// <summary>Step 7, back: a page of a thousand keys.</summary>
[MemoryDiagnoser]
public class ListingBenchmarks
{
    private byte[] _page = [];

    /// <summary>Writes the page.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var page = new StringBuilder("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name><IsTruncated>false</IsTruncated>");
        for (int i = 0; i < 1000; i++)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<Contents><Key>reports/2026/{i:D6}.json</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;0123456789abcdef0123456789abcdef&quot;</ETag><Size>4096</Size><StorageClass>STANDARD</StorageClass></Contents>");
        }

        _page = Encoding.UTF8.GetBytes(page.Append("</ListBucketResult>").ToString());
    }

    /// <summary>Parses it.</summary>
    /// <returns>What is in it.</returns>
    [Benchmark]
    public object Page()
    {
        using XmlReader reader = S3Xml.CreateReader(_page);
        reader.MoveToContent();
        return ListObjectsDocument.Read(reader, "b", "e");
    }
}
