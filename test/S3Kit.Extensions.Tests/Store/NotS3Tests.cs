using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Store;

/// <summary>What says 200 and is no S3 store has stored, deleted and found nothing.</summary>
public sealed class NotS3Tests
{
    private static readonly Dictionary<string, Func<IObjectStore, Task>> Operations = new(StringComparer.Ordinal)
    {
        ["put"] = store => store.PutObjectAsync("bucket", "key", new MemoryStream([1])),
        ["get"] = store => store.GetObjectAsync("bucket", "key"),
        ["head"] = store => store.HeadObjectAsync("bucket", "key"),
        ["delete"] = store => store.DeleteObjectAsync("bucket", "key"),
        ["create bucket"] = store => store.CreateBucketAsync("bucket"),
        ["delete bucket"] = store => store.DeleteBucketAsync("bucket"),
        ["list"] = store => store.ListObjectsPageAsync("bucket"),
        ["tags"] = store => store.GetObjectTaggingAsync("bucket", "key"),
        ["tag"] = store => store.PutObjectTaggingAsync("bucket", "key", new Dictionary<string, string>()),
        ["untag"] = store => store.DeleteObjectTaggingAsync("bucket", "key"),
        ["list versions"] = store => store.ListObjectVersionsPageAsync("bucket"),
        ["list buckets"] = store => store.ListBucketsAsync(),
    };

    public static IEnumerable<string> All => Operations.Keys;

    [TestCaseSource(nameof(All))]
    public async Task Operation_AnsweredByAPage_IsAServerError(string operation)
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(static _ => Replies.Page(200)));

        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => Operations[operation](services.Store()));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.StatusCode, Is.EqualTo(200));
            Assert.That(error.IsTransient, Is.True, "Another endpoint may well be one.");
            Assert.That(error.Message, Does.Contain("S3 service"));
        }
    }

    [TestCase("put")]
    [TestCase("delete")]
    [TestCase("tag")]
    [TestCase("untag")]
    [TestCase("create bucket")]
    [TestCase("delete bucket")]
    public async Task Operation_AnsweredByAnErrorWithStatus200_IsThatError(string operation)
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(static _ => Replies.Error(200, "AccessDenied")));

        Assert.ThrowsAsync<S3AccessDeniedException>(() => Operations[operation](services.Store()));
    }

    [Test]
    public async Task Put_AnswerWithoutETag_IsAServerError()
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(static _ =>
        {
            HttpResponseMessage answer = Replies.Empty(200);
            answer.Headers.Remove("ETag");
            return answer;
        }));

        Assert.ThrowsAsync<S3ServerException>(() => Operations["put"](services.Store()));
    }

    [Test]
    public async Task Put_IfNoneMatchOfATag_IsRefused()
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);

        Assert.ThrowsAsync<ArgumentException>(() => services.Store().PutObjectAsync("bucket", "key", new MemoryStream([1]), new PutObjectOptions { IfNoneMatch = "abc" }));
        Assert.That(server.Requests, Is.Empty);
    }
}
