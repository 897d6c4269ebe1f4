/** What is sent where plain text is not enough. Limits are those of the WhatsApp Cloud API, the narrowest of the channels. */
export type MessageContent = TemplateContent | ButtonsContent | ListContent | MediaContent;

/** A text that the provider has approved beforehand. */
export interface TemplateContent {
  kind: 'template';
  name: string;
  /** As it was approved, for example `en_US`. */
  language: string;
  /** What stands for the placeholders of the body, in order. */
  parameters: readonly string[];
}

export interface ReplyButton {
  /** Comes back when the contact taps it. */
  id: string;
  title: string;
}

/** Up to three answers to tap. */
export interface ButtonsContent {
  kind: 'buttons';
  body: string;
  replies: readonly ReplyButton[];
  footer?: string;
}

export interface ChoiceRow {
  id: string;
  title: string;
  description?: string;
}

/** A menu of up to ten rows behind one button. */
export interface ListContent {
  kind: 'list';
  body: string;
  /** What the button says that opens the menu. */
  label: string;
  rows: readonly ChoiceRow[];
  footer?: string;
}

export type FileType = 'image' | 'video' | 'audio' | 'document';

/** A file that was uploaded before. */
export interface MediaContent {
  kind: 'media';
  key: string;
  type: FileType;
  mime_type: string;
  file_name: string;
  /** Bytes. */
  size: number;
  caption: string;
}

/** A file as the gateway keeps it until it is sent. */
export type Uploaded = Omit<MediaContent, 'kind' | 'caption'>;
