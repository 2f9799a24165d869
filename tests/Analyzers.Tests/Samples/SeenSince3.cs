using System.Runtime.InteropServices;

// Programs of several domains that were not seen through at first.
namespace Samples.SeenSince3.D48
{
    // the atlas and the renderer's surface are used by the UI thread alone, which every entry point verifies, so look-up and insertion cannot be interleaved; Resize drops the old surface first.


    public static class UiThread
    {
        private static int _id;

        public static void Claim() => _id = Environment.CurrentManagedThreadId;

        public static void VerifyAccess()
        {
            if (Environment.CurrentManagedThreadId != _id)
                throw new InvalidOperationException("this object belongs to the UI thread");
        }
    }

    public sealed class PixelBuffer : IDisposable
    {
        private IntPtr _pixels;

        public PixelBuffer(int width, int height)
        {
            Width = width;
            Height = height;
            _pixels = Marshal.AllocHGlobal(width * height * 4);
        }

        public int Width { get; }

        public int Height { get; }

        public void Set(int x, int y, int argb) => Marshal.WriteInt32(_pixels, ((y * Width) + x) * 4, argb);

        public int Get(int x, int y) => Marshal.ReadInt32(_pixels, ((y * Width) + x) * 4);

        public void Dispose()
        {
            Marshal.FreeHGlobal(_pixels);
            _pixels = IntPtr.Zero;
        }
    }

    /// <summary>Rasterised glyphs, for the UI thread only and for as long as the application runs.</summary>
    internal static class GlyphAtlas
    {
        private static readonly Dictionary<(char Glyph, int Size), PixelBuffer> Glyphs = new();

        public static PixelBuffer Get(char glyph, int size)
        {
            UiThread.VerifyAccess();
            if (!Glyphs.TryGetValue((glyph, size), out var pixels))
            {
                pixels = Rasterise(glyph, size);
                Glyphs[(glyph, size)] = pixels;
            }

            return pixels;
        }

        private static PixelBuffer Rasterise(char glyph, int size)
        {
            var pixels = new PixelBuffer(size, size);
            for (var y = 0; y < size; y++)
            {
                for (var x = 0; x < size; x++)
                    pixels.Set(x, y, ((x * 31) + (y * 17) + glyph) % 5 == 0 ? -1 : 0);
            }

            return pixels;
        }
    }

    public sealed class TextRenderer : IDisposable
    {
        private PixelBuffer? _surface;
        private bool _disposed;

        public void Resize(int width, int height)
        {
            UiThread.VerifyAccess();
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_surface is { } same && same.Width == width && same.Height == height)
                return;

            ReleaseSurface();
            _surface = new PixelBuffer(width, height);
        }

        public void Draw(string text, int x, int y, int size)
        {
            UiThread.VerifyAccess();
            if (_surface is not { } surface)
                return;

            foreach (var c in text)
            {
                if (x + size > surface.Width || y + size > surface.Height)
                    return;
                Blit(GlyphAtlas.Get(c, size), surface, x, y);
                x += size;
            }
        }

        public void Dispose()
        {
            UiThread.VerifyAccess();
            _disposed = true;
            ReleaseSurface();
        }

        private static void Blit(PixelBuffer glyph, PixelBuffer target, int left, int top)
        {
            for (var y = 0; y < glyph.Height; y++)
            {
                for (var x = 0; x < glyph.Width; x++)
                    target.Set(left + x, top + y, glyph.Get(x, y));
            }
        }

        private void ReleaseSurface()
        {
            var old = _surface;
            _surface = null;
            old?.Dispose();
        }
    }
}
