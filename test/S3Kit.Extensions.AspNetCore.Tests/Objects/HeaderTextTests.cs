using System.Text;

namespace S3Kit.AspNetCore.Tests.Objects;

[TestFixture]
public class HeaderTextTests
{
    [TestCase("plain text")]
    [TestCase("")]
    public void Encode_OfPlainText_LeavesIt(string text) => Assert.That(HeaderText.Encode(text), Is.EqualTo(text));

    [Test]
    public void Encode_OfLongText_SplitsBetweenCharacters()
    {
        var text = string.Concat(Enumerable.Repeat("aä€😀", 20));

        var words = HeaderText.Encode(text).Split(' ');

        Assert.Multiple(() =>
        {
            Assert.That(words, Has.All.Length.LessThanOrEqualTo(75));
            Assert.That(words, Has.All.StartsWith("=?UTF-8?B?").And.All.EndsWith("?="));
            Assert.That(string.Concat(words.Select(Decode)), Is.EqualTo(text));
        });

        static string Decode(string word) =>
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(word[10..^2]));
    }

    [TestCase("ä\r\nx\u007f", "___x_")]
    [TestCase(null, null)]
    public void Plain_OfAnything_FitsAHeader(string? text, string? expected) => Assert.That(HeaderText.Plain(text), Is.EqualTo(expected));
}
