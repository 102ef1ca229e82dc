import { useTranslations } from 'use-intl/react';
import 'yet-another-react-lightbox/styles.css';
import { Download } from 'lucide';
import { useState } from 'react';
import Yarl, { type GenericSlide, IconButton, type Slide, useLightboxState } from 'yet-another-react-lightbox';
import Zoom from 'yet-another-react-lightbox/plugins/zoom';
import { useEngine } from '~/components/app/engine-context';
import { Icon } from '~/components/ui/icon';
import { LightboxFilm, LightboxImage } from './lightbox-slide';
import { saveFile } from './save-file';
import type { ShownFile } from './shown-file';

declare module 'yet-another-react-lightbox' {
  interface SlideTypes {
    picture: PictureSlide;
    film: FilmSlide;
  }
  interface PictureSlide extends GenericSlide {
    readonly type: 'picture';
    readonly file: ShownFile;
  }
  interface FilmSlide extends GenericSlide {
    readonly type: 'film';
    readonly file: ShownFile;
  }
  interface Labels {
    [DOWNLOAD]?: string;
    [BROKEN]?: string;
  }
}

/** Names of labels, as the library knows its texts. */
const DOWNLOAD = 'Download';
const BROKEN = 'Could not be loaded, try again';

interface LightboxProps {
  readonly files: readonly ShownFile[];
  /** The place of the file shown first. */
  readonly at: number;
  readonly onClose: () => void;
}

/** The pictures and films of a message, one at a time, as large as the window. */
export default function Lightbox({ files, at, onClose }: LightboxProps) {
  const common = useTranslations('common');
  const t = useTranslations('media');
  // The library goes back to `index` whenever it is given other slides.
  const [slides] = useState(() => files.map(slideOf));
  const isOne = slides.length === 1;
  return (
    <Yarl
      open
      className="[&_button:focus-visible]:[outline:2px_solid_white]!"
      close={onClose}
      index={at}
      slides={slides}
      plugins={[Zoom]}
      carousel={{ finite: true, padding: 0, preload: 1 }}
      controller={{ closeOnBackdropClick: true, closeOnPullDown: true, closeOnPullUp: true }}
      zoom={{ supports: ['picture'], pinchZoomV4: true, scrollToZoom: true }}
      toolbar={{ buttons: [<DownloadButton key="download" />, 'close'] }}
      labels={{
        Lightbox: t('pictures'),
        Close: common('close'),
        Previous: t('previous'),
        Next: t('next'),
        'Zoom in': t('zoomIn'),
        'Zoom out': t('zoomOut'),
        [DOWNLOAD]: t('download'),
        [BROKEN]: t('brokenAgain'),
      }}
      render={{
        slide: ({ slide, rect, offset }) =>
          slide.type === 'picture' ? (
            <LightboxImage file={slide.file} rect={rect} />
          ) : slide.type === 'film' ? (
            <LightboxFilm file={slide.file} rect={rect} active={offset === 0} autoPlay={slide === slides[at]} />
          ) : undefined,
        ...(isOne && { buttonPrev: () => null, buttonNext: () => null }),
      }}
    />
  );
}

function slideOf(file: ShownFile): Slide {
  return { type: file.kind === 'video' ? 'film' : 'picture', file };
}

const DownloadIcon = ({ className }: { readonly className?: string }) => <Icon of={Download} className={className} />;

function DownloadButton() {
  const engine = useEngine();
  const { currentSlide } = useLightboxState();
  const [failed, setFailed] = useState(false);
  if (currentSlide?.type !== 'picture' && currentSlide?.type !== 'film') return null;
  const { source } = currentSlide.file;
  if (source.type === 'local') return null;
  return (
    <IconButton
      label={failed ? BROKEN : DOWNLOAD}
      icon={DownloadIcon}
      onClick={() =>
        saveFile(engine, source.attachment).then(
          () => setFailed(false),
          () => setFailed(true),
        )
      }
    />
  );
}
