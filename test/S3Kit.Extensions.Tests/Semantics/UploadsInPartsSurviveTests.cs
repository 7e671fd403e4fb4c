using System.Net;
using S3Kit.Embedded;
using S3Kit.Tests.Scripting;
using S3Kit.Tests.Transfers;

namespace S3Kit.Tests.Semantics;

/// <summary>
/// 11: an upload in parts is pinned to where it began; when that endpoint dies its parts go on through another gateway; failure or cancellation aborts it; a completion that says 200 and means an
/// error has failed, and one whose answer is lost is settled.
/// </summary>
internal sealed class UploadsInPartsSurviveTests
{
    private const int Size = 21 * 1024 * 1024;

    [Test]
    public async Task Upload_NothingHappens_AllOfItIsWhereItBegan()
    {
        await using EmbeddedScene scene = await CreateAsync();

        await UploadAsync(scene).Soon();

        string[] hosts = [.. Uploading(scene).Select(static call => call.Message.RequestUri!.Host).Distinct(StringComparer.Ordinal)];
        Assert.That(hosts, Has.Length.EqualTo(1));
        Assert.That(Uploading(scene).Count(), Is.EqualTo(5), "Create, three parts, complete.");
        await AssertStoredAsync(scene);
    }

    [TestCase(EmbeddedOperation.UploadPart)]
    [TestCase(EmbeddedOperation.CompleteMultipartUpload)]
    public async Task Upload_GatewayDies_GoesOnThroughAnother(EmbeddedOperation at)
    {
        await using EmbeddedScene scene = await CreateAsync();
        scene.OnCall = () =>
        {
            // Whoever began it is dead from the next step on.
            if (Uploading(scene).FirstOrDefault() is { } first)
            {
                Kill(scene, first.Message.RequestUri!.Host, at);
            }
        };

        await UploadAsync(scene).Soon();

        Assert.That(Uploading(scene).Select(static call => call.Message.RequestUri!.Host).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(2));
        Assert.That(Uploading(scene).Count(static call => call.Target.Contains("?uploads", StringComparison.Ordinal)), Is.EqualTo(1), "It did not begin anew.");
        await AssertStoredAsync(scene);
    }

    [TestCase(EmbeddedOperation.UploadPart)]
    [TestCase(EmbeddedOperation.CompleteMultipartUpload)]
    public async Task Upload_IsRefused_LeavesNothingBehind(EmbeddedOperation at)
    {
        await using EmbeddedScene scene = await CreateAsync();
        scene.Embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"), Operation = at });

        Assert.ThrowsAsync<S3AccessDeniedException>(() => UploadAsync(scene).Soon());

        AssertNothingLeft(scene);
    }

    [Test]
    public async Task Upload_CompletionSays200AndMeansAnError_Fails()
    {
        await using EmbeddedScene scene = await CreateAsync();
        scene.Embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.ErrorInOk("AccessDenied"), Operation = EmbeddedOperation.CompleteMultipartUpload });

        Assert.ThrowsAsync<S3AccessDeniedException>(() => UploadAsync(scene).Soon());

        AssertNothingLeft(scene);
    }

    [Test]
    public async Task Upload_AnswerToCompletionIsLost_IsSettled()
    {
        await using EmbeddedScene scene = await CreateAsync();
        scene.Embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.LoseAnswer(), Operation = EmbeddedOperation.CompleteMultipartUpload, Times = 1 });

        await UploadAsync(scene).Soon();

        await AssertStoredAsync(scene);
    }

    private static Task<EmbeddedScene> CreateAsync() => EmbeddedScene.CreateAsync(static options =>
    {
        options.Transfers.PartSize = 8 * 1024 * 1024;
        options.Transfers.MultipartThreshold = 8 * 1024 * 1024;
    });

    private static Task<PutObjectResult> UploadAsync(EmbeddedScene scene) =>
        scene.Store.PutObjectAsync(EmbeddedScene.Bucket, EmbeddedScene.Key, new PatternStream(Size, canSeek: false));

    private static IEnumerable<ScriptedCall> Uploading(EmbeddedScene scene) => scene.Calls.Where(static call => call.Target.Contains("upload", StringComparison.Ordinal));

    private static void Kill(EmbeddedScene scene, string host, EmbeddedOperation at)
    {
        scene.OnCall = null;
        scene.Embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Refuse(), Operation = at, Host = host });
    }

    private static async Task AssertStoredAsync(EmbeddedScene scene)
    {
        Assert.That(await scene.ReadAsync(), Is.EqualTo(PatternStream.Bytes(0, Size)));
        Assert.That(scene.Embedded.Buckets[EmbeddedScene.Bucket].Uploads, Is.Empty);
    }

    private static void AssertNothingLeft(EmbeddedScene scene)
    {
        Assert.That(scene.Embedded.Buckets[EmbeddedScene.Bucket].Uploads, Is.Empty);
        Assert.ThrowsAsync<S3NotFoundException>(() => scene.GetAsync());
    }
}
