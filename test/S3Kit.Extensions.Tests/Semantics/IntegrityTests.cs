using System.Security.Cryptography;
using S3Kit.Tests.Embedded;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>13: payloads are signed with their hash, lengths are checked, and nothing truncated is ever stored or left on disk.</summary>
public sealed class IntegrityTests
{
    private const int Large = 16 * 1024 * 1024;

    [Test]
    public async Task Put_BytesInHand_TheHashIsSigned()
    {
        await using var scene = new ScriptedStore("a");
        byte[] bytes = [1, 2, 3, 4];

        await scene.PutAsync(new MemoryStream(bytes)).Soon();

        ScriptedCall call = scene["a"].Calls.Single();
        Assert.That(call.Header("x-amz-content-sha256"), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))));
        Assert.That(call.Header("Authorization"), Does.Contain("x-amz-content-sha256"));
    }

    [TestCase(10, 11)]
    [TestCase(11, 10)]
    [TestCase(Large + 100_000, Large + 100_001)]
    [TestCase(Large + 100_001, Large + 100_000)]
    public async Task Put_SourceOfAnotherLength_IsAnErrorAndNotRetried(int length, int declared)
    {
        await using var scene = new ScriptedStore("a", "b");
        await using var source = new UnseekableStream(new MemoryStream(new byte[length]));

        S3IntegrityException? error = Assert.ThrowsAsync<S3IntegrityException>(
            () => scene.PutAsync(source, new PutObjectOptions { ContentLength = declared }).Soon());

        Assert.That(error!.IsTransient, Is.False);
        Assert.That(scene["a"].Calls.Count + scene["b"].Calls.Count, Is.LessThanOrEqualTo(1));
        Assert.That(scene["a"].Calls.Select(call => call.Body), Is.All.Empty);
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public async Task Put_SourceFails_TheCallerSeesWhatItThrew()
    {
        await using var scene = new ScriptedStore("a", "b");
        await using var source = new ScriptedBody();
        source.Send(new byte[Large]);
        source.Break(new InvalidDataException("Bad sector"));

        Assert.ThrowsAsync<InvalidDataException>(() => scene.PutAsync(source, new PutObjectOptions { ContentLength = Large + 5 }).Soon());

        Assert.That(scene["b"].Calls, Is.Empty);
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public async Task DownloadFile_BodyIsCutOff_LeavesTheOldFileAndNothingElse()
    {
        await using var scene = new ScriptedStore(static options => options.MaxRetries = 0, "a");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("s3kit");
        try
        {
            string path = Path.Combine(folder.FullName, "file");
            await File.WriteAllTextAsync(path, "as it was");
            scene["a"].Next.Enqueue((_, _) => Task.FromResult(Answers.Object(new MemoryStream([1, 2, 3]), 10)));

            Assert.ThrowsAsync<S3IntegrityException>(() => scene.Store.DownloadFileAsync("bucket", "key", path).Soon());

            Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo("as it was"));
            Assert.That(folder.GetFiles(), Has.Length.EqualTo(1));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
