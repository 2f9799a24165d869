using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class DefaultVerifierTests
{
    private static readonly DefaultVerifier Verifier = new();

    [Fact]
    public void FulfilledAssertions_Pass()
    {
        Verifier.Empty<int>("list", []);
        Verifier.NotEmpty<int>("list", [1]);
        Verifier.Equal(1, 1);
        Verifier.Equal<string?>(null, null);
        Verifier.True(true);
        Verifier.False(false);
        Verifier.LanguageIsSupported(LanguageNames.CSharp);
        Verifier.LanguageIsSupported(LanguageNames.VisualBasic);
        Verifier.SequenceEqual([1, 2], [1, 2]);
        Verifier.SequenceEqual(["a"], ["A"], StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void UnfulfilledAssertions_Fail()
    {
        Fails(() => Verifier.Empty("list", [1]), "'list' is not empty");
        Fails(() => Verifier.NotEmpty<int>("list", []), "'list' is empty");
        Fails(() => Verifier.Equal(1, 2), "items not equal.  expected:'1' actual:'2'");
        Fails(() => Verifier.Equal(1, 2, "why"), "why");
        Fails(() => Verifier.True(false), "Expected value to be 'true' but was 'false'");
        Fails(() => Verifier.True(false, "why"), "why");
        Fails(() => Verifier.False(true), "Expected value to be 'false' but was 'true'");
        Fails(() => Verifier.False(true, "why"), "why");
        Fails(() => Verifier.Fail("why"), "why");
        Fails(() => Verifier.LanguageIsSupported("F#"), "Unsupported Language: 'F#'");
        Fails(() => Verifier.SequenceEqual([1, 2], [2, 1]), "Sequences are not equal");
        Fails(() => Verifier.SequenceEqual([1, 2], [1], message: "why"), "why");
        Fails(() => Verifier.SequenceEqual(["a"], ["A"], StringComparer.Ordinal), "Sequences are not equal");
        Assert.Throws<InvalidOperationException>(() => Verifier.Fail());
    }

    [Fact]
    public void Context_IsNamedOutermostFirst()
    {
        var nested = Verifier.PushContext("outer").PushContext("inner");

        Fails(() => nested.Fail("why"), $"Context: outer{Environment.NewLine}Context: inner{Environment.NewLine}why");
        Fails(() => Verifier.Fail("why"), "why");
    }

    [Fact]
    public void Subclass_MustOverridePushContext()
    {
        Fails(() => new ForgetfulVerifier().PushContext("outer"), "Custom verifier types must override PushContext");
        Fails(() => new CarefulVerifier().PushContext("outer").Fail("why"), $"Careful! Context: outer{Environment.NewLine}why");
    }

    [Fact]
    public void EqualOrDiff_ShowsALineDiff()
    {
        Verifier.EqualOrDiff("a\nb", "a\nb");

        Fails(
            () => Verifier.EqualOrDiff("a\nb\nc\n", "a\nx\ny\nc\n", "why"),
            Lines("why", " a", "-b", "+x", "+y", " c", " ", ""));
        Fails(
            () => Verifier.EqualOrDiff("a", "a\nb"),
            Lines("Actual and expected values differ. Expected shown in baseline of diff:", " a", "+b", ""));
        Fails(() => Verifier.EqualOrDiff("a\nb", "b", "why"), Lines("why", "-a", " b", ""));
    }

    [Fact]
    public void EqualOrDiff_ShowsLineEnds_IfOnlyTheyDiffer()
        => Fails(() => Verifier.EqualOrDiff("a\r\nb\nc\r", "a\nb\nc\n", "why"), Lines("why", "-a<CR><LF>", "+a<LF>", " b<LF>", "-c<CR>", "+c<LF>", ""));

    private static string Lines(params string[] lines) => string.Join(Environment.NewLine, lines);

    private static void Fails(Action assertion, string message)
        => Assert.Equal(message, Assert.Throws<InvalidOperationException>(assertion).Message);

    private sealed class ForgetfulVerifier : DefaultVerifier;

    private sealed class CarefulVerifier : DefaultVerifier
    {
        public CarefulVerifier()
        {
        }

        private CarefulVerifier(ImmutableStack<string> context)
            : base(context)
        {
        }

        public override IVerifier PushContext(string context) => new CarefulVerifier(Context.Push(context));

        protected override string CreateMessage(string message) => "Careful! " + base.CreateMessage(message);
    }
}
