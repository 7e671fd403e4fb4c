using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.Tests.Protocol;

/// <summary>What a store may answer to a range, and what would hand the caller other bytes than it asked for.</summary>
public sealed class RangeAnswerTests
{
    private static readonly GetObjectOptions Middle = new() { Range = ByteRange.Between(2, 4) };
    private static readonly GetObjectOptions Rest = new() { Range = ByteRange.From(2) };
    private static readonly GetObjectOptions Start = new() { Range = ByteRange.From(0) };
    private static readonly GetObjectOptions End = new() { Range = ByteRange.Suffix(3) };

    private static IEnumerable<TestCaseData> Good =>
    [
        Case("middle", Middle, 206, 3, "bytes 2-4/10", 2, 10),
        Case("middle of a short object", Middle, 206, 2, "bytes 2-3/4", 2, 4),
        Case("middle, size unknown", Middle, 206, 3, "bytes 2-4/*", 2, -1),
        Case("rest", Rest, 206, 8, "bytes 2-9/10", 2, 10),
        Case("end", End, 206, 3, "bytes 7-9/10", 7, 10),
        Case("end, size unknown", End, 206, 3, "bytes 7-9/*", 7, -1),
        Case("end of a short object", End, 206, 2, "bytes 0-1/2", 0, 2),
        Case("all of it, as a part", Start, 206, 10, "bytes 0-9/10", 0, 10),
        Case("all of it, as the whole", Start, 200, 10, null, 0, 10),
        Case("end of a shorter whole", End, 200, 2, null, 0, 2),
        Case("empty", Rest, 200, 0, null, 0, 0),
        Case("nothing asked", null, 200, 10, null, 0, 10),
    ];

    private static IEnumerable<TestCaseData> Bad =>
    [
        Case("range ignored", Middle, 200, 10, null, 0, 0),
        Case("range from an offset ignored", Rest, 200, 10, null, 0, 0),
        Case("end ignored", End, 200, 10, null, 0, 0),
        Case("another start", Middle, 206, 3, "bytes 3-5/10", 0, 0),
        Case("too much", Middle, 206, 4, "bytes 2-5/10", 0, 0),
        Case("another end", End, 206, 3, "bytes 6-8/10", 0, 0),
        Case("more than the end", End, 206, 4, "bytes 6-9/10", 0, 0),
        Case("a part unasked", null, 206, 3, "bytes 2-4/10", 0, 0),
        Case("no range told", Middle, 206, 3, null, 0, 0),
        Case("no range at all", Middle, 206, 3, "bytes */10", 0, 0),
        Case("length of another range", Middle, 206, 2, "bytes 2-4/10", 0, 0),
        Case("created", null, 201, 10, null, 0, 0),
        Case("no content", null, 204, 0, null, 0, 0),
        Case("accepted", null, 202, 0, null, 0, 0),
    ];

    [TestCaseSource(nameof(Good))]
    public async Task Get_AnswerThatFits_IsTaken(GetObjectOptions? options, int status, int length, string? range, int offset, int size)
    {
        await using ServiceProvider services = FakeServices.Create(Server(status, length, range));

        await using GetObjectResult result = await services.Store().GetObjectAsync("bucket", "key", options);
        var bytes = new MemoryStream();
        await result.Content.CopyToAsync(bytes);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bytes.Length, Is.EqualTo(length));
            Assert.That((result.ContentLength, result.Offset, result.Info.Size), Is.EqualTo(((long)length, (long)offset, (long)size)));
            Assert.That(result.IsPartial, Is.EqualTo(status == 206));
        }
    }

    [TestCaseSource(nameof(Bad))]
    public async Task Get_AnswerThatDoesNotFit_IsAnError(GetObjectOptions? options, int status, int length, string? range, int offset, int size)
    {
        await using ServiceProvider services = FakeServices.Create(Server(status, length, range));

        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => services.Store().GetObjectAsync("bucket", "key", options));

        Assert.That(error!.StatusCode, Is.EqualTo(status));
        Assert.That(services.GetRequiredService<IEndpointRegistry>().GetEndpoint("a").InFlightRequests, Is.EqualTo(offset + size));
    }

    private static TestCaseData Case(string name, GetObjectOptions? options, int status, int length, string? range, int offset, int size) =>
        new TestCaseData(options, status, length, range, offset, size).SetArgDisplayNames(name);

    private static FakeServer Server(int status, int length, string? range) => new(_ =>
    {
        HttpResponseMessage response = Replies.Bytes(status, new byte[length]);
        if (range is not null)
        {
            response.Content.Headers.TryAddWithoutValidation("Content-Range", range);
        }

        return response;
    });
}
